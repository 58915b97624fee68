package org.computingpower.registry.domain;

import org.computingpower.events.NodeStake;
import org.computingpower.events.StakeStatus;
import org.computingpower.terms.TokenAmount;

/**
 * When a stake is enough to be listed.
 *
 * @param required stake per node, from the market file
 */
public record StakeRule(TokenAmount required) {

    /** The facet for what the chain says at a finalized block; only stake that is not unbonding counts. */
    public NodeStake facet(TokenAmount total, TokenAmount locked, TokenAmount unbonding) {
        TokenAmount bonded = total.compareTo(unbonding) > 0 ? total.minus(unbonding) : TokenAmount.ZERO;
        StakeStatus status;
        if (bonded.compareTo(required) >= 0) {
            status = StakeStatus.SUFFICIENT;
        } else if (!unbonding.isZero()) {
            status = StakeStatus.UNBONDING;
        } else {
            status = total.isZero() ? StakeStatus.NONE : StakeStatus.PARTIAL;
        }
        return new NodeStake(status, total, locked, unbonding, required);
    }
}
