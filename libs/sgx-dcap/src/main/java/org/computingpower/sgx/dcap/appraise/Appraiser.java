package org.computingpower.sgx.dcap.appraise;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.TrustDomain;
import org.computingpower.sgx.dcap.parse.SgxReport;
import org.computingpower.sgx.dcap.parse.TdReport;
import org.computingpower.sgx.dcap.verify.Claims;
import org.computingpower.sgx.dcap.verify.TcbEvaluation;
import org.computingpower.sgx.dcap.verify.VerifiedClaims;

/**
 * Compares what a quote proved with what a policy accepts: one named check per rule, all of them made every time, so
 * that a refusal names everything that is wrong. Pure: no I/O, no clock.
 */
public final class Appraiser {
    private Appraiser() {}

    /** Appraises the outcome of a verification. */
    public static Appraisal appraise(VerifiedClaims verified, Policy policy, AppraisalContext context) {
        return appraise(verified.claims(), verified.tcb(), policy, context);
    }

    /** Appraises stored claims with a new TCB evaluation. */
    public static Appraisal appraise(Claims claims, TcbEvaluation tcb, Policy policy, AppraisalContext context) {
        List<Check> checks = new ArrayList<>();
        checks.add(Check.of(
                "trust-root",
                policy.trustRoots().contains(claims.trustRootHash()),
                claims.trustDomain() + " root " + claims.trustRootHash()));
        checks.add(debug(claims, policy));
        switch (claims.body()) {
            case SgxReport report -> checks.add(measurement(report, policy));
            case TdReport report -> TrustDomainChecks.add(report, policy, checks);
        }
        checks.add(TcbStatusCheck.check(claims, tcb, policy, context));
        checks.add(deniedAdvisories(tcb, policy));
        checks.add(Check.of(
                "tcb-evaluation-number",
                tcb.tcbEvaluationDataNumber() >= policy.minTcbEvaluationDataNumber(),
                tcb.tcbEvaluationDataNumber() + ", at least " + policy.minTcbEvaluationDataNumber()));
        checks.add(Check.of(
                "sgx-type",
                policy.sgxTypes().contains(claims.platform().sgxType()),
                claims.platform().sgxType().name()));
        checks.add(cpuSvn(claims));
        context.expectedReportData().ifPresent(expected -> checks.add(reportData(claims, expected)));
        return Appraisal.of(checks);
    }

    private static Check debug(Claims claims, Policy policy) {
        if (!claims.isDebug()) {
            return Check.pass("debug", "not in debug mode");
        }
        boolean simulated = claims.trustDomain() == TrustDomain.SIMULATED;
        return simulated && policy.dangerousAllowSimulatedDebug()
                ? Check.warn("debug", "in debug mode under a simulated root")
                : Check.fail("debug", "in debug mode: the owner of the host can read the memory");
    }

    private static Check measurement(SgxReport report, Policy policy) {
        boolean allowed = policy.sgx().stream().anyMatch(measurement -> measurement.matches(report));
        return Check.of(
                "measurement",
                allowed,
                "MRENCLAVE " + report.mrEnclave() + ", MRSIGNER " + report.mrSigner() + ", ISVPRODID "
                        + report.isvProdId() + ", ISVSVN " + report.isvSvn());
    }

    private static Check deniedAdvisories(TcbEvaluation tcb, Policy policy) {
        SortedSet<String> denied = new TreeSet<>(tcb.advisoryIds());
        denied.retainAll(policy.deniedAdvisories());
        return denied.isEmpty()
                ? Check.pass("advisories", tcb.advisoryIds().isEmpty() ? "none" : String.join(", ", tcb.advisoryIds()))
                : Check.fail("advisories", "denied: " + denied);
    }

    /** Intel matches the 16 components and not CPUSVN; where they differ, someone should look. */
    private static Check cpuSvn(Claims claims) {
        boolean agrees = claims.platform().cpuSvn().equals(claims.platform().sgxTcbComponents());
        return agrees
                ? Check.pass("cpusvn", "CPUSVN and SGX TCB components agree")
                : Check.warn("cpusvn", "CPUSVN and SGX TCB components differ");
    }

    private static Check reportData(Claims claims, Bytes expected) {
        return Check.of("report-data", claims.reportData().equals(expected), "expected " + expected);
    }
}
