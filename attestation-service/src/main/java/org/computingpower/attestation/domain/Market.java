package org.computingpower.attestation.domain;

import java.time.Duration;
import java.time.Instant;
import org.computingpower.sgx.dcap.collateral.TrustRoot;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.EpochClock;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.market.AttestationBinding;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.quorum.ValidatorRoster;
import org.computingpower.terms.signed.MarketDomains;

/**
 * What attestation needs to know of its market.
 *
 * @param chainId the chain
 * @param nodeRegistry address of NodeRegistry
 * @param domains under which statements are signed
 * @param validators who may activate policies
 * @param clock when epochs begin
 * @param blockMaxAge how old the nonce's block may be at submission
 * @param policyTtl how long accepted evidence holds, from the time of the nonce's block
 * @param trustRoot the one root that quotes must lead to
 * @param isLocal whether this is a market for development
 */
public record Market(
        long chainId,
        Address nodeRegistry,
        MarketDomains domains,
        ValidatorRoster validators,
        EpochClock clock,
        Duration blockMaxAge,
        Duration policyTtl,
        TrustRoot trustRoot,
        boolean isLocal) {

    /** Profile of markets for development. */
    public static final String LOCAL_PROFILE = "local";

    /** The market of a market file. */
    public static Market of(MarketFile file, TrustRoot trustRoot) {
        return new Market(
                file.chainId(),
                file.contracts().nodeRegistry(),
                file.domains(),
                file.validatorRoster(),
                file.epochClock(),
                Duration.ofSeconds(file.attestation().blockMaxAgeSeconds()),
                Duration.ofSeconds(file.attestation().policyTtlSeconds()),
                trustRoot,
                file.profile().equals(LOCAL_PROFILE));
    }

    /** The epoch of an instant; 0 before genesis. */
    public long epochAt(Instant instant) {
        return instant.isBefore(clock.genesis()) ? 0 : clock.epochAt(instant);
    }

    /** The nonce of a node over a block. */
    public Bytes32 nonce(FinalizedBlock block, NodeId nodeId) {
        return AttestationBinding.nonce(chainId, block.number(), block.hash(), nodeId);
    }

    /** SHA-256 of the root certificate. */
    public Bytes32 trustRootHash() {
        return Bytes32.of(trustRoot.sha256().toByteArray());
    }
}
