package org.computingpower.terms.money;

import java.util.List;

/** What a step of an {@link OrderFold} gave. */
public sealed interface FoldResult {

    /**
     * The step was taken.
     *
     * @param fold the fold after it
     * @param decisions windows decided by it, in epoch order: earlier ones that were carried or had accrued, then the epoch's own
     * @param strike whether the epoch was a strike against the node
     */
    record Folded(OrderFold fold, List<WindowDecision> decisions, boolean strike) implements FoldResult {

        /** Copies the list. */
        public Folded {
            decisions = List.copyOf(decisions);
        }
    }

    /**
     * The step was refused and nothing changed.
     *
     * @param reason why
     * @param expectedEpoch the epoch that the fold waits for
     */
    record Refused(Reason reason, long expectedEpoch) implements FoldResult {}

    /** Why a step was refused. */
    enum Reason {
        /** The epoch was folded before: a redelivery. */
        ALREADY_FOLDED,
        /** An earlier epoch of the order is not folded yet. */
        EPOCH_MISSING,
        /** Every service second of the order is folded and nothing waits for an audit. */
        TERM_OVER,
        /** Service seconds before the end are not folded yet. */
        WINDOWS_OPEN,
        /** What accrued waits for an audit. */
        AUDIT_OPEN,
        /** The order's money is final. */
        CLOSED
    }
}
