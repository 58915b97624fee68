package org.computingpower.events;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.computingpower.terms.Address;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.AttestationRecord;
import org.computingpower.terms.signed.AttestationRefusal;
import org.computingpower.terms.signed.AttestationStatus;
import org.jspecify.annotations.Nullable;

/**
 * Topic {@code attestation.verdicts.v1}, key nodeId, published by every validator. A reader checks the signature and the
 * membership in the validator set, then counts; one verdict alone moves nothing.
 */
public sealed interface AttestationVerdictEvent extends MarketEvent {

    /** The validator that says so. */
    Address validator();

    /** The node it speaks about. */
    NodeId nodeId();

    @Override
    default String key() {
        return nodeId().toString();
    }

    /**
     * One validator judged one evidence. Exactly one of {@code record} and {@code refusal} is present.
     *
     * @param validator the judging validator
     * @param nodeId the node
     * @param evidenceId the submission that was judged
     * @param decision the judgment
     * @param record the signed statement of an acceptance
     * @param refusal the signed statement of a rejection
     * @param signature the validator's signature over the one that is present
     * @param reasons why, for people; the refusal holds their hash
     * @param checks every check in the order it was made; at most 128
     * @param trustDomain name of the trust domain the quote chains to, as the validator says; not signed: the market file counts
     * @param policyVersion version of the policy that was applied
     * @param judgedAt the validator's time
     */
    record AttestationJudged(
            Address validator,
            NodeId nodeId,
            UUID evidenceId,
            AttestationDecision decision,
            @Nullable AttestationRecord record,
            @Nullable AttestationRefusal refusal,
            Signature signature,
            List<String> reasons,
            List<Check> checks,
            String trustDomain,
            long policyVersion,
            Instant judgedAt)
            implements AttestationVerdictEvent {
        /** Copies the lists. */
        public AttestationJudged {
            reasons = List.copyOf(reasons);
            checks = List.copyOf(checks);
        }
    }

    /**
     * A re-appraisal of standing evidence came to another status.
     *
     * @param validator the judging validator
     * @param nodeId the node
     * @param status the signed statement with old and new status
     * @param reason why, for people; the statement holds its hash
     * @param signature the validator's signature over the statement
     * @param tcbEvaluationDataNumber Intel's number of the collateral used; 0 if collateral was not the cause
     * @param changedAt the validator's time
     */
    record AttestationStatusChanged(
            Address validator,
            NodeId nodeId,
            AttestationStatus status,
            String reason,
            Signature signature,
            int tcbEvaluationDataNumber,
            Instant changedAt)
            implements AttestationVerdictEvent {}
}
