package org.computingpower.sgx.dcap.appraise;

import java.time.Instant;
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
     * A node that was accepted before the TCB recovery, and is not older now than it was then, has a while to update.
     * A new node has not.
     */
    private static Check grace(Claims claims, TcbEvaluation tcb, Policy policy, AppraisalContext context) {
        String status = tcb.status().intelName();
        boolean acceptedBefore = context.lastAccepted()
                .filter(last -> last.tcbEvaluationDataNumber() < tcb.tcbEvaluationDataNumber())
                .filter(last -> last.isReachedBy(claims))
                .isPresent();
        if (!acceptedBefore || context.tcbRecoveryEventDate().isEmpty()) {
            return Check.fail(NAME, status + ", and no grace: not accepted before this TCB recovery");
        }
        Instant end = context.tcbRecoveryEventDate().get().plus(policy.outOfDateGrace());
        return context.now().isBefore(end)
                ? Check.warn(NAME, status + ", in grace until " + end)
                : Check.fail(NAME, status + ", grace ended at " + end);
    }
}
