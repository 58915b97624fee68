package org.computingpower.events;

import org.computingpower.terms.TokenAmount;

/**
 * The stake facet of a node. Amounts are base units of the market's token at the last final block seen.
 *
 * @param status the facet
 * @param total all stake of the node, locked and unbonding included
 * @param locked the part locked by orders
 * @param unbonding the part that waits for withdrawal
 * @param required what the node needs to be listed
 */
public record NodeStake(
        StakeStatus status, TokenAmount total, TokenAmount locked, TokenAmount unbonding, TokenAmount required) {}
