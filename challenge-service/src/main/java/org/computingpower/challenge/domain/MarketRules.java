package org.computingpower.challenge.domain;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.computingpower.power.RoundPart;
import org.computingpower.power.RoundProfile;
import org.computingpower.power.round.ReceiptRule;
import org.computingpower.terms.Address;
import org.computingpower.terms.EpochClock;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.money.BillingLimits;
import org.computingpower.terms.quorum.ValidatorRoster;
import org.computingpower.terms.signed.MarketDomains;

/**
 * What a validator needs of the market file.
 *
 * @param clock cuts time into epochs
 * @param domains EIP-712 domains
 * @param validators the validator set
 * @param profile the numbers of a round
 * @param calibrationMu expected shares in rounds that rate a device
 * @param drawFromMillis earliest T0 of the primary part after the epoch's start
 * @param drawToMillis latest T0 of the primary part after the epoch's start, exclusive
 * @param limits when unpaid windows end an order
 * @param unchallengedAfter after an epoch's end, for how long its quorum is waited for
 */
public record MarketRules(
        EpochClock clock,
        MarketDomains domains,
        ValidatorRoster validators,
        RoundProfile profile,
        int calibrationMu,
        int drawFromMillis,
        int drawToMillis,
        BillingLimits limits,
        Duration unchallengedAfter) {

    /**
     * @throws IllegalArgumentException if a round could outlast its epoch: there is one round at a time
     */
    public MarketRules {
        if (drawFromMillis < 0 || drawToMillis < drawFromMillis) {
            throw new IllegalArgumentException("A round is drawn between two instants of its epoch in ascending order");
        }
        if (drawToMillis + profile.closeMillis() > clock.length().toMillis()) {
            throw new IllegalArgumentException("A round ends within its epoch. Found " + drawToMillis + " + "
                    + profile.closeMillis() + " ms in " + clock.length());
        }
    }

    /** The rules of a market. */
    public static MarketRules of(MarketFile market) {
        MarketFile.Proof proof = market.proof();
        return new MarketRules(
                market.epochClock(),
                market.domains(),
                market.validatorRoster(),
                new RoundProfile(
                        proof.mu(),
                        proof.threshold(),
                        proof.windowMillis(),
                        proof.commitDeadlineMillis(),
                        proof.revealDeadlineMillis(),
                        proof.closeMillis(),
                        proof.maxShares()),
                proof.calibrationMu(),
                proof.drawFromMillis(),
                proof.drawToMillis(),
                market.billingLimits(),
                Duration.ofSeconds(market.settlement().unchallengedAfterSeconds()));
    }

    /**
     * Earliest T0 of a part, milliseconds after the epoch's start. The reserve part begins as long after the primary one as the primary one after
     * the epoch's start: 70 % of the epoch in the standard profile.
     */
    public long drawFromMillis(RoundPart part) {
        return switch (part) {
            case PRIMARY -> drawFromMillis;
            case RESERVE -> (long) drawToMillis + drawFromMillis;
        };
    }

    /**
     * Latest T0 of a part, milliseconds after the epoch's start, exclusive. A round of the reserve part closes before the next epoch's primary part
     * can begin: 90 % of the epoch in the standard profile.
     */
    public long drawToMillis(RoundPart part) {
        return switch (part) {
            case PRIMARY -> drawToMillis;
            case RESERVE -> clock.length().toMillis() + drawFromMillis - profile.closeMillis();
        };
    }

    /** The part of an epoch that an instant falls into: a round of the primary part never opens after the reserve part began. */
    public RoundPart partAt(long epoch, long unixMillis) {
        return unixMillis < startMillis(epoch) + drawFromMillis(RoundPart.RESERVE)
                ? RoundPart.PRIMARY
                : RoundPart.RESERVE;
    }

    /**
     * When a part is over, Unix milliseconds.
     *
     * @param tolerance how late after its drawn instant a call may come
     */
    public long partEndMillis(long epoch, RoundPart part, Duration tolerance) {
        return switch (part) {
            case PRIMARY -> startMillis(epoch) + drawFromMillis(RoundPart.RESERVE);
            case RESERVE ->
                Math.min(startMillis(epoch) + drawToMillis(part) + tolerance.toMillis(), startMillis(epoch + 1));
        };
    }

    /** Unix milliseconds of an epoch's start. */
    public long startMillis(long epoch) {
        return clock.startOf(epoch).toEpochMilli();
    }

    /** Version of the validator set. */
    public long setVersion() {
        return validators.setVersion();
    }

    /** Members of the validator set. */
    public Set<Address> members() {
        return validators.members();
    }

    /** Validators that must agree. */
    public int threshold() {
        return validators.threshold();
    }

    /** When something a node sent counts as in time. */
    public ReceiptRule receiptRule() {
        return new ReceiptRule(members().stream().map(Hashes::beacon).collect(Collectors.toSet()), threshold());
    }
}
