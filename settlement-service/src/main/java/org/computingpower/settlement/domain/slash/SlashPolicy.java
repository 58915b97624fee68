package org.computingpower.settlement.domain.slash;

import java.math.BigInteger;
import java.util.Optional;
import org.computingpower.terms.TokenAmount;

/**
 * What a provider's faults cost, as functions of L, the part of the node's stake that one order locks. All divisions round down;
 * a proposal of zero is none.
 *
 * @param lockBps L as basis points of the order's price, from 0 to 10000
 */
public record SlashPolicy(int lockBps) {

    /** Strikes from this one on, counted in a row, cost S1. */
    public static final int FIRST_STRIKE_THAT_COSTS = 2;

    /** The last strike in a row that costs S1. */
    public static final int LAST_STRIKE_THAT_COSTS = 11;

    /** So many VOID rounds within {@link #VOID_WINDOW_SECONDS} cost S3. */
    public static final int VOIDS_THAT_COST = 3;

    /** 24 hours. */
    public static final long VOID_WINDOW_SECONDS = 86_400;

    /** S1 of one node within 24 hours: at most 5 % of its stake. */
    public static final int DAILY_CAP_OF_STAKE_BPS = 500;

    private static final int ORDER_CAP_BPS = 6_000;
    private static final int SECOND_STRIKE_BPS = 10;
    private static final int FURTHER_STRIKE_BPS = 25;
    private static final int TERMINATION_BPS = 5_000;
    private static final int VOID_BPS = 500;
    private static final BigInteger BPS = BigInteger.valueOf(10_000);

    /**
     * @throws IllegalArgumentException if the basis points lie outside 0 to 10000
     */
    public SlashPolicy {
        if (lockBps < 0 || lockBps > 10_000) {
            throw new IllegalArgumentException("Basis points lie in [0, 10000]. Found " + lockBps);
        }
    }

    /** L of an order. */
    public TokenAmount lockOf(TokenAmount price) {
        return share(price, lockBps);
    }

    /**
     * S1 for one strike.
     *
     * @param price the order's price
     * @param strikesInARow the strike's place in its row, from 1
     * @param alreadyProposedForOrder S1 to S3 of this order so far
     * @param alreadyProposedForNodeToday S1 of this node in the last 24 hours
     * @param stake the node's stake
     */
    public Optional<TokenAmount> forStrike(
            TokenAmount price,
            int strikesInARow,
            TokenAmount alreadyProposedForOrder,
            TokenAmount alreadyProposedForNodeToday,
            TokenAmount stake) {
        if (strikesInARow < FIRST_STRIKE_THAT_COSTS || strikesInARow > LAST_STRIKE_THAT_COSTS) {
            return Optional.empty();
        }
        int bps = strikesInARow == FIRST_STRIKE_THAT_COSTS ? SECOND_STRIKE_BPS : FURTHER_STRIKE_BPS;
        TokenAmount today = remainder(share(stake, DAILY_CAP_OF_STAKE_BPS), alreadyProposedForNodeToday);
        return proposal(smaller(capped(price, bps, alreadyProposedForOrder), today));
    }

    /** S2: the order was terminated for the provider's fault. */
    public Optional<TokenAmount> forTermination(TokenAmount price, TokenAmount alreadyProposedForOrder) {
        return proposal(capped(price, TERMINATION_BPS, alreadyProposedForOrder));
    }

    /** S3: repeated false answers. */
    public Optional<TokenAmount> forVoids(TokenAmount price, TokenAmount alreadyProposedForOrder) {
        return proposal(capped(price, VOID_BPS, alreadyProposedForOrder));
    }

    private TokenAmount capped(TokenAmount price, int bps, TokenAmount already) {
        TokenAmount lock = lockOf(price);
        return smaller(share(lock, bps), remainder(share(lock, ORDER_CAP_BPS), already));
    }

    private static Optional<TokenAmount> proposal(TokenAmount amount) {
        return amount.isZero() ? Optional.empty() : Optional.of(amount);
    }

    private static TokenAmount remainder(TokenAmount cap, TokenAmount used) {
        return cap.compareTo(used) <= 0 ? TokenAmount.ZERO : cap.minus(used);
    }

    private static TokenAmount smaller(TokenAmount a, TokenAmount b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static TokenAmount share(TokenAmount amount, int bps) {
        return new TokenAmount(
                amount.baseUnits().multiply(BigInteger.valueOf(bps)).divide(BPS));
    }
}
