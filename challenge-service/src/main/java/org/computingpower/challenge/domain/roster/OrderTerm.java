package org.computingpower.challenge.domain.roster;

import java.util.List;
import java.util.Optional;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.money.AuditRule;

/**
 * The epochs in which a node proves for an order.
 *
 * @param orderId the order
 * @param nodeId its node
 * @param effectiveEpoch first epoch
 * @param endsAtEpoch first epoch after its paid term, holds left out
 * @param leavesAtEpoch first epoch without it because service ended
 * @param holds epochs in which nothing is charged; they move the end
 * @param sharedPhiBps basis points of each device that its rounds ask for unless they are audits; empty if the order has the node alone
 */
public record OrderTerm(
        OrderId orderId,
        NodeId nodeId,
        long effectiveEpoch,
        long endsAtEpoch,
        Optional<Long> leavesAtEpoch,
        List<Hold> holds,
        Optional<Integer> sharedPhiBps) {

    /** Copies the list. */
    public OrderTerm {
        holds = List.copyOf(holds);
    }

    /**
     * A hold.
     *
     * @param fromEpoch first epoch of it
     * @param toEpoch first epoch after it; empty while it lasts
     */
    public record Hold(long fromEpoch, Optional<Long> toEpoch) {

        /** Whether an epoch is held. */
        public boolean covers(long epoch) {
            return epoch >= fromEpoch && toEpoch.map(to -> epoch < to).orElse(true);
        }
    }

    /**
     * When an early end counts: the round of the epoch in which service ended is still asked, and a fact counts one whole epoch after it was
     * published at the earliest, so that every validator has read it before it builds the roster.
     *
     * @param atEpoch epoch in which service ended
     * @param publishedInEpoch epoch in which that was published
     */
    public static long leavesAt(long atEpoch, long publishedInEpoch) {
        return Math.max(atEpoch + 1, publishedInEpoch + 2);
    }

    /** The same for an order that shares its node: it is asked until an audit decided about its last windows, so long at most. */
    public static long leavesAfterAudit(long atEpoch, long publishedInEpoch) {
        return leavesAt(atEpoch, publishedInEpoch) + AuditRule.EPOCHS_AFTER_END;
    }

    /** When it counts that everything of an order is settled, which only one that shares its node waits for. */
    public static long leavesSettled(long publishedInEpoch) {
        return publishedInEpoch + 2;
    }

    /** Whether the node proves for the order in an epoch. */
    public boolean covers(long epoch) {
        return epoch >= effectiveEpoch
                && leavesAtEpoch.map(leaves -> epoch < leaves).orElse(true)
                && epoch < endWithHolds();
    }

    private long endWithHolds() {
        long end = sharedPhiBps.isPresent() ? endsAtEpoch + AuditRule.EPOCHS_AFTER_END : endsAtEpoch;
        for (Hold hold : holds) {
            if (hold.toEpoch().isEmpty()) {
                return Long.MAX_VALUE;
            }
            end += Math.max(0, hold.toEpoch().get() - hold.fromEpoch());
        }
        return end;
    }
}
