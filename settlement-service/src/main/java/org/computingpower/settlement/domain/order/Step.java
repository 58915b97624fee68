package org.computingpower.settlement.domain.order;

import java.util.List;
import java.util.Optional;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.money.WindowDecision;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.SlashRule;

/** One thing that happened to the money of an order. */
public sealed interface Step {

    /**
     * The deposit became money of the ledger.
     *
     * @param deposit the deposit
     */
    record Funded(Dossier.Deposit deposit) implements Step {}

    /**
     * One window was settled.
     *
     * @param window the epoch's own window
     * @param resolved earlier windows that were carried or had accrued and are decided now
     * @param before the money before
     * @param after the money after
     * @param k shares that the quorum counted; empty without a quorum
     * @param shortfall the run that proves too little power and ends the order, once there is one
     */
    record WindowSettled(
            WindowDecision window,
            List<WindowDecision> resolved,
            OrderMoney before,
            OrderMoney after,
            Optional<Integer> k,
            Optional<PowerRun> shortfall)
            implements Step {
        /** Copies the list. */
        public WindowSettled {
            resolved = List.copyOf(resolved);
        }
    }

    /**
     * An epoch without a window of its own decided about earlier ones: a held one that followed a gap, or one after the end of service in which a
     * shared order's last audit was due.
     *
     * @param epoch that epoch
     * @param resolved windows that are decided now
     * @param before the money before
     * @param after the money after
     */
    record EarlierDecided(long epoch, List<WindowDecision> resolved, OrderMoney before, OrderMoney after)
            implements Step {
        /** Copies the list. */
        public EarlierDecided {
            resolved = List.copyOf(resolved);
        }
    }

    /**
     * The order is closed and its rest refunded.
     *
     * @param resolved windows that were carried and are refunded now
     * @param before the money before
     * @param after the money after
     */
    record Closed(List<WindowDecision> resolved, OrderMoney before, OrderMoney after) implements Step {
        /** Copies the list. */
        public Closed {
            resolved = List.copyOf(resolved);
        }
    }

    /**
     * The rules ask for a slash.
     *
     * @param rule the rule
     * @param amount base units
     * @param epoch the epoch that triggered it
     * @param count strikes in a row, unpaid windows in a row or false answers, as the rule counts
     * @param verdicts the verdicts that triggered it, agreed on by the quorum
     * @param shortfall the run that ended the order, if that was the reason
     */
    record SlashWanted(
            SlashRule rule,
            TokenAmount amount,
            long epoch,
            int count,
            List<PowerVerdict> verdicts,
            Optional<PowerRun> shortfall)
            implements Step {
        /** Copies the list. */
        public SlashWanted {
            verdicts = List.copyOf(verdicts);
        }
    }

    /**
     * The chain has the final item with exactly these amounts.
     *
     * @param batchId digest of its batch
     * @param blockNumber the block that holds it
     */
    record SettledOnChain(Bytes32 batchId, long blockNumber) implements Step {}
}
