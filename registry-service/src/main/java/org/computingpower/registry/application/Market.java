package org.computingpower.registry.application;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.computingpower.registry.domain.StakeRule;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.EpochClock;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.quorum.ValidatorRoster;
import org.computingpower.terms.signed.MarketDomains;

/**
 * What the registry needs to know of its market.
 *
 * @param chainId the chain, for sign-in messages
 * @param domains under which statements are signed
 * @param validators who may state facts
 * @param trustRootHash SHA-256 of the one root certificate that evidence may chain to
 * @param trustDomain INTEL or SIMULATED, the kind of that root
 * @param clock when epochs begin
 * @param stake when a stake is enough
 * @param origin where people reach the platform
 * @param nonceLifetime life of a sign-in nonce
 * @param rosterLeadEpochs epochs until a change counts for the roster
 * @param ratingPauseEpochs epochs between two requests to rate a node anew
 */
public record Market(
        long chainId,
        MarketDomains domains,
        ValidatorRoster validators,
        Bytes32 trustRootHash,
        String trustDomain,
        EpochClock clock,
        StakeRule stake,
        URI origin,
        Duration nonceLifetime,
        int rosterLeadEpochs,
        int ratingPauseEpochs) {

    /** The market of a market file. */
    public static Market of(
            MarketFile file, URI origin, Duration nonceLifetime, int rosterLeadEpochs, int ratingPauseEpochs) {
        return new Market(
                file.chainId(),
                file.domains(),
                file.validatorRoster(),
                file.trustRootHash(),
                file.trustDomain(),
                file.epochClock(),
                new StakeRule(file.orders().minimumStake()),
                origin,
                nonceLifetime,
                rosterLeadEpochs,
                ratingPauseEpochs);
    }

    /** The epoch of an instant; 0 before the first. */
    long epochAt(Instant now) {
        return now.isBefore(clock.genesis()) ? 0 : clock.epochAt(now);
    }

    /** First epoch in which a change made now counts for the roster. */
    public long effectiveEpoch(Instant now) {
        return epochAt(now) + rosterLeadEpochs;
    }

    /** {@code host[:port]} of the origin, the domain of sign-in messages (EIP-4361). */
    public String domain() {
        return origin.getAuthority();
    }
}
