package org.computingpower.sgx.dcap.appraise;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.computingpower.sgx.dcap.TcbStatus;
import org.computingpower.sgx.dcap.verify.Claims;
import org.computingpower.sgx.dcap.verify.TcbEvaluation;

/** Whether the TCB status is good enough, and if not, whether the grace after a TCB recovery still covers it. */
final class TcbStatusCheck {
    private static final String NAME = "tcb-status";

    private TcbStatusCheck() {}

    static Check check(Claims claims, TcbEvaluation tcb, Policy policy, AppraisalContext context) {
        TcbStatus status = tcb.status();
        if (status == TcbStatus.REVOKED) {
            return Check.fail(NAME, status.intelName());
        }
        if (needsHardening(status) && !untolerated(tcb, policy).isEmpty()) {
            return Check.fail(
                    NAME, status.intelName() + " with advisories that are not tolerated: " + untolerated(tcb, policy));
        }
        if (policy.acceptedStatuses().contains(status)) {
            return Check.pass(NAME, status.intelName());
        }
        if (policy.toleratedStatuses().contains(status)) {
            return Check.warn(NAME, status.intelName() + " is tolerated");
        }
        return status.isOutOfDate() ? grace(claims, tcb, policy, context) : Check.fail(NAME, status.intelName());
    }

    private static boolean needsHardening(TcbStatus status) {
        return status == TcbStatus.SW_HARDENING_NEEDED || status == TcbStatus.CONFIGURATION_AND_SW_HARDENING_NEEDED;
    }

    private static SortedSet<String> untolerated(TcbEvaluation tcb, Policy policy) {
        SortedSet<String> advisories = new TreeSet<>(tcb.advisoryIds());
        advisories.removeAll(policy.toleratedAdvisories());
        return advisories;
    }

    /**
     * A node that was accepted on this platform before a TCB recovery, and is not older now than it was then, has a
     * while to update. It begins with the first recovery after that acceptance; later ones do not begin it again. A new
     * node has none.
     */
    private static Check grace(Claims claims, TcbEvaluation tcb, Policy policy, AppraisalContext context) {
        String status = tcb.status().intelName();
        int current = tcb.tcbEvaluationDataNumber();
        Optional<LastAccepted> before = context.lastAccepted()
                .filter(last -> last.tcbEvaluationDataNumber() < current)
                .filter(last -> last.isReachedBy(claims));
        if (before.isEmpty()) {
            return Check.fail(NAME, status + ", and no grace: not accepted on this platform before the TCB recovery");
        }
        int accepted = before.get().tcbEvaluationDataNumber();
        Optional<Instant> recovery = context.recoveries().firstAfter(accepted, current);
        if (recovery.isEmpty()) {
            return Check.fail(NAME, status + ", and no grace: no date of a TCB recovery after number " + accepted);
        }
        Instant end = recovery.get().plus(policy.outOfDateGrace());
        return context.now().isBefore(end)
                ? Check.warn(NAME, status + ", in grace until " + end)
                : Check.fail(NAME, status + ", grace ended at " + end);
    }
}
