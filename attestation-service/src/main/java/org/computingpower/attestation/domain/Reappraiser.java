package org.computingpower.attestation.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.computingpower.attestation.domain.Standing.Forecast;
import org.computingpower.sgx.dcap.TcbStatus;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.appraise.Appraisal;
import org.computingpower.sgx.dcap.appraise.AppraisalContext;
import org.computingpower.sgx.dcap.appraise.Appraiser;
import org.computingpower.sgx.dcap.appraise.Check;
import org.computingpower.sgx.dcap.appraise.Decision;
import org.computingpower.sgx.dcap.appraise.LastAccepted;
import org.computingpower.sgx.dcap.collateral.TcbRecoveries;
import org.computingpower.sgx.dcap.verify.Claims;
import org.computingpower.sgx.dcap.verify.TcbEvaluation;
import org.computingpower.sgx.dcap.verify.TcbEvaluator;
import org.computingpower.sgx.dcap.verify.TcbResult;
import org.computingpower.terms.signed.AttestationFacet;

/** Judges accepted evidence again under new collateral or a new policy: no signature is checked, no new quote needed. */
public final class Reappraiser {
    private Reappraiser() {}

    /**
     * How claims stand now.
     *
     * @param claims what the quote proved
     * @param last the TCB with which the node was accepted last
     * @param answer collateral of today
     * @param policy the policy in force
     * @param platformRank how many nodes stood for the platform before this one
     * @param now the instant
     */
    public static Standing standing(
            Claims claims,
            LastAccepted last,
            CollateralAnswer answer,
            ActivePolicy policy,
            int platformRank,
            Instant now) {
        return switch (answer) {
            case CollateralAnswer.Missing missing -> lost(AttestationFacet.STALE, "collateral: none");
            case CollateralAnswer.Refused(var why, boolean mayHeal) ->
                lost(
                        AttestationFacet.STALE,
                        "collateral: " + why.status() + " (" + why.status().code() + ")");
            case CollateralAnswer.Available(var collateral, TcbRecoveries recoveries) ->
                switch (TcbEvaluator.reappraise(claims, collateral, now)) {
                    case TcbResult.Rejected(var status, var detail) ->
                        lost(facet(status), "collateral: " + status + " (" + status.code() + ")");
                    case TcbResult.Evaluated(TcbEvaluation tcb) -> {
                        AppraisalContext context =
                                new AppraisalContext(now, Optional.empty(), recoveries, Optional.of(last));
                        Appraisal appraisal = Appraiser.appraise(claims, tcb, policy.policy(), context);
                        Optional<Instant> recovery =
                                recoveries.firstAfter(last.tcbEvaluationDataNumber(), tcb.tcbEvaluationDataNumber());
                        yield appraised(appraisal, tcb, recovery, policy, platformRank);
                    }
                };
        };
    }

    private static Standing appraised(
            Appraisal appraisal, TcbEvaluation tcb, Optional<Instant> recovery, ActivePolicy policy, int platformRank) {
        String inputs = "tcbEvaluationDataNumber " + tcb.tcbEvaluationDataNumber() + ", policy " + policy.version();
        if (platformRank >= policy.policy().nodesPerPlatform()) {
            return lost(AttestationFacet.REJECTED, "platform-unique: another node stands for the platform; " + inputs);
        }
        Instant end = tcb.validTo().plusSeconds(1);
        Forecast stale = new Forecast(end, AttestationFacet.STALE);
        if (appraisal.decision() != Decision.REJECT) {
            boolean grace = isGrace(tcb.status(), policy);
            Optional<Forecast> graceEnd = recovery.map(
                            date -> date.plus(policy.policy().outOfDateGrace()))
                    .filter(date -> grace && date.isBefore(end))
                    .map(date -> new Forecast(date, AttestationFacet.TCB_OUTDATED));
            return new Standing(
                    AttestationFacet.VALID,
                    "accepted as " + tcb.status().intelName() + "; " + inputs,
                    !grace,
                    Optional.of(graceEnd.orElse(stale)));
        }
        List<Check> failed = appraisal.checks().stream()
                .filter(check -> check.outcome() == Check.Outcome.FAIL)
                .toList();
        return new Standing(
                facet(tcb.status(), failed),
                failed.getFirst().name() + ": " + failed.getFirst().detail() + "; " + inputs,
                false,
                Optional.of(stale));
    }

    /** Whether a status that was accepted was so by grace alone. */
    public static boolean isGrace(TcbStatus accepted, ActivePolicy policy) {
        return accepted.isOutOfDate()
                && !policy.policy().toleratedStatuses().contains(accepted)
                && !policy.policy().acceptedStatuses().contains(accepted);
    }

    private static Standing lost(AttestationFacet status, String reason) {
        return new Standing(status, reason, false, Optional.empty());
    }

    private static AttestationFacet facet(TcbStatus status, List<Check> failed) {
        if (status == TcbStatus.REVOKED) {
            return AttestationFacet.REVOKED;
        }
        boolean onlyTcb = failed.stream().allMatch(check -> check.name().startsWith("tcb-"));
        return onlyTcb ? AttestationFacet.TCB_OUTDATED : AttestationFacet.REJECTED;
    }

    private static AttestationFacet facet(VerificationStatus status) {
        return switch (status) {
            case SGX_PCK_REVOKED, SGX_INTERMEDIATE_CA_REVOKED, TCB_REVOKED -> AttestationFacet.REVOKED;
            case TCB_NOT_SUPPORTED, QE_IDENTITY_MISMATCH, TDX_MODULE_MISMATCH -> AttestationFacet.TCB_OUTDATED;
            case SGX_CRL_EXPIRED,
                    SGX_SIGNING_CERT_CHAIN_EXPIRED,
                    SGX_TCB_INFO_EXPIRED,
                    SGX_ENCLAVE_IDENTITY_EXPIRED,
                    SGX_PCK_CERT_CHAIN_EXPIRED -> AttestationFacet.STALE;
            default -> AttestationFacet.REJECTED;
        };
    }
}
