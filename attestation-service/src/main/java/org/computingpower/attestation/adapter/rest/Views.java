package org.computingpower.attestation.adapter.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.computingpower.attestation.application.StandingClaim;
import org.computingpower.attestation.domain.FinalizedBlock;
import org.computingpower.attestation.domain.Market;
import org.computingpower.events.AttestationDecision;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.events.AttestationVerdictEvent.AttestationJudged;
import org.computingpower.events.Check;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.AttestationFacet;
import org.computingpower.terms.signed.AttestationRecord;
import org.computingpower.terms.signed.AttestationRefusal;
import org.jspecify.annotations.Nullable;

/** Bodies of answers. */
final class Views {
    private Views() {}

    /** The block to quote over, and the nonce of the node for it. */
    public record Nonce(long chainId, long blockNumber, Bytes32 blockHash, Instant blockTime, Bytes32 nonce) {
        static Nonce of(Market market, FinalizedBlock block, NodeId nodeId) {
            return new Nonce(market.chainId(), block.number(), block.hash(), block.time(), market.nonce(block, nodeId));
        }
    }

    /** Evidence that was taken. */
    public record Submitted(UUID evidenceId, Bytes32 quoteHash) {
        static Submitted of(EvidenceSubmitted evidence) {
            return new Submitted(evidence.evidenceId(), evidence.envelope().evidenceHash());
        }
    }

    /** This validator's last verdict on a node. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Verdict(
            NodeId nodeId,
            UUID evidenceId,
            AttestationDecision decision,
            @Nullable AttestationRecord record,
            @Nullable AttestationRefusal refusal,
            Address validator,
            Signature signature,
            List<String> reasons,
            List<Check> checks,
            String trustDomain,
            Bytes32 trustRootHash,
            long policyVersion,
            Instant judgedAt,
            @Nullable Standing standing) {
        static Verdict of(AttestationJudged judged, Optional<StandingClaim> claim, Market market) {
            return new Verdict(
                    judged.nodeId(),
                    judged.evidenceId(),
                    judged.decision(),
                    judged.record(),
                    judged.refusal(),
                    judged.validator(),
                    judged.signature(),
                    judged.reasons(),
                    judged.checks(),
                    judged.trustDomain(),
                    market.trustRootHash(),
                    judged.policyVersion(),
                    judged.judgedAt(),
                    claim.map(Standing::of).orElse(null));
        }
    }

    /**
     * How the last accepted evidence stands today.
     *
     * @param quoteHash the evidence
     * @param status its standing after the last appraisal
     * @param validUntil end of the record
     * @param expectedChangeAt when collateral, certificate or grace end, so that time alone changes it
     * @param expectedStatus its standing from then on if nothing new comes
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Standing(
            Bytes32 quoteHash,
            AttestationFacet status,
            Instant validUntil,
            @Nullable Instant expectedChangeAt,
            @Nullable AttestationFacet expectedStatus) {
        static Standing of(StandingClaim claim) {
            return new Standing(
                    claim.quoteHash(),
                    claim.status(),
                    claim.validUntil(),
                    claim.recheckAt()
                            .filter(at -> claim.expectedStatus().isPresent())
                            .orElse(null),
                    claim.expectedStatus().orElse(null));
        }
    }

    /** A policy signed by this validator. */
    public record PolicySignature(Address validator, Signature signature) {}
}
