package org.computingpower.order.domain;

import java.time.Duration;
import java.time.Instant;
import org.computingpower.terms.Address;
import org.computingpower.terms.EpochClock;
import org.computingpower.terms.money.AuditRule;
import org.computingpower.terms.money.TermPrice;
import org.computingpower.terms.signed.MarketDomains;
import org.computingpower.terms.signed.Mode;

/**
 * The market's parameters as far as orders depend on them.
 *
 * @param domains under which statements are signed
 * @param epochs when epochs begin
 * @param token the only token orders are paid in
 * @param feeBps fee within what is released, basis points
 * @param validatorShareBps validators' share of the fee, basis points
 * @param termPrice what a term costs
 * @param minimumEpochs shortest term
 * @param quoteTime how long a quote holds
 * @param fundingTime how long a signed order may wait for its deposit
 * @param acceptanceTime how long a funded order may wait for the node
 * @param orderLockBps stake locked per order, basis points of its price
 * @param activationLead time an acceptance needs to be known everywhere before its first paid epoch begins
 * @param holdLimit how long an order may be held in all for want of a valid attestation
 * @param escrowFinality how long a deposit made in time may take to become final
 * @param statementSkew largest difference between a statement's time and its receipt
 * @param unfundedLimit unfunded reservations per account and per wallet
 * @param leastRate the smallest rate a round can ask of a device, hashes per second
 */
public record MarketRules(
        MarketDomains domains,
        EpochClock epochs,
        Address token,
        int feeBps,
        int validatorShareBps,
        TermPrice termPrice,
        int minimumEpochs,
        Duration quoteTime,
        Duration fundingTime,
        Duration acceptanceTime,
        int orderLockBps,
        Duration activationLead,
        Duration holdLimit,
        Duration escrowFinality,
        Duration statementSkew,
        int unfundedLimit,
        long leastRate) {

    private static final int WHOLE_BPS = 10_000;

    /**
     * The part of the time in which rounds pause the tenant, basis points rounded up: W of every epoch, or of every audit epoch on average where the
     * tenant shares the node.
     */
    public int dutyBps(Mode mode) {
        long everyMillis = epochs.length().toMillis() * (mode == Mode.SHARED ? AuditRule.EPOCHS_PER_AUDIT : 1);
        return Math.toIntExact(Math.ceilDiv(WHOLE_BPS * termPrice.pause().toMillis(), everyMillis));
    }

    /** The epoch at an instant; 0 before the first one begins. */
    public long epochAt(Instant now) {
        return now.isBefore(epochs.genesis()) ? 0 : epochs.epochAt(now);
    }
}
