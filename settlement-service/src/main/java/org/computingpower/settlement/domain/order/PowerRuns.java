package org.computingpower.settlement.domain.order;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.computingpower.power.statistics.Cusum;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.ProofResult;
import org.jspecify.annotations.Nullable;

/**
 * What the rounds of one order say about its devices together, round by round, where a single round says too little: a run of low counts
 * whose exact 99.9 % upper bound lies below 0.85 of the rated power ends the order, whether its rounds were paid or not.
 *
 * <p>Fed with the verdicts of settled windows in epoch order, so that it can be computed again from them. It decides that an order ends, never
 * how much is paid: validators learn of the end like of any other.
 *
 * @param running the runs of devices under suspicion, at most one per device, ascending by device
 * @param proven the first run that proved too little power; it stands, whatever later rounds or ratings say; null before
 */
public record PowerRuns(List<PowerRun> running, @Nullable PowerRun proven) {

    /** An order whose devices nothing is held against. */
    public static final PowerRuns NONE = new PowerRuns(List.of(), null);

    /** Copies the list. */
    public PowerRuns {
        running = List.copyOf(running);
    }

    /**
     * The runs after one more epoch.
     *
     * @param verdicts the quorum's verdicts of it, one per device, ascending; those without a proof do not count
     * @param mu shares that the rated power finds in a round
     */
    PowerRuns after(List<PowerVerdict> verdicts, int mu) {
        PowerRuns next = this;
        for (PowerVerdict verdict : verdicts) {
            if (verdict.result() == ProofResult.PASS || verdict.result() == ProofResult.FAIL) {
                next = next.after(verdict, mu);
            }
        }
        return next;
    }

    private PowerRuns after(PowerVerdict verdict, int mu) {
        Optional<PowerRun> before =
                running.stream().filter(run -> run.device() == verdict.device()).findFirst();
        Cusum cusum = before.map(PowerRun::cusum).orElse(Cusum.START).next(verdict.k(), mu);
        List<PowerRun> runs = new ArrayList<>(running);
        before.ifPresent(runs::remove);
        if (cusum.equals(Cusum.START)) {
            return new PowerRuns(runs, proven);
        }
        PowerRun run = PowerRun.of(
                cusum,
                verdict,
                before.map(PowerRun::fromEpoch).orElse(verdict.epoch()),
                before.map(PowerRun::verdictsHash).orElse(Bytes32.ZERO));
        runs.add(run);
        runs.sort(Comparator.comparingInt(PowerRun::device));
        return new PowerRuns(runs, proven == null && cusum.provesUnderpowered() ? run : proven);
    }

    /** The proof that ends the order, if there is one. */
    public Optional<PowerRun> proof() {
        return Optional.ofNullable(proven);
    }
}
