package org.computingpower.attestation.domain;

import java.time.Instant;
import java.util.Optional;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.events.AttestationVerdictEvent.AttestationJudged;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.verify.VerifiedClaims;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.key.VerifyingKey;
import org.computingpower.terms.signed.AttestationRecord;
import org.computingpower.terms.signed.AttestationRefusal;
import org.computingpower.terms.signed.TcbStatus;
import org.computingpower.terms.signed.TeeType;

/** Makes the signed verdict of a judgment. Records of the same evidence are bit-equal at every honest validator. */
public final class VerdictSigner {
    private final Market market;
    private final ValidatorKey key;

    /** Signs for a validator of a market. */
    public VerdictSigner(Market market, ValidatorKey key) {
        this.market = market;
        this.key = key;
    }

    /**
     * The verdict.
     *
     * @param evidence what was judged
     * @param judgment the judgment, with the check of the platform
     * @param circumstances what it was judged by
     * @param lastSeq number of the node's last finalized record; 0 before the first
     */
    public AttestationJudged sign(
            EvidenceSubmitted evidence, Judgment judgment, Circumstances circumstances, long lastSeq) {
        long policyVersion = circumstances.policy().map(ActivePolicy::version).orElse(0L);
        Bytes32 quoteHash = evidence.envelope().evidenceHash();
        if (judgment.isAccepted()) {
            AttestationRecord record = record(
                    evidence,
                    judgment.claims().orElseThrow(),
                    circumstances.block().orElseThrow(),
                    lastSeq + 1);
            return new AttestationJudged(
                    key.address(),
                    evidence.nodeId(),
                    evidence.evidenceId(),
                    judgment.decision(),
                    record,
                    null,
                    key.sign(record),
                    judgment.reasons(),
                    judgment.checks(),
                    trustDomain(),
                    policyVersion,
                    circumstances.now());
        }
        AttestationRefusal refusal = new AttestationRefusal(
                market.validators().setVersion(),
                evidence.nodeId(),
                quoteHash,
                Digests.keccak256OfText(String.join("\n", judgment.reasons())));
        return new AttestationJudged(
                key.address(),
                evidence.nodeId(),
                evidence.evidenceId(),
                judgment.decision(),
                null,
                refusal,
                key.sign(refusal),
                judgment.reasons(),
                judgment.checks(),
                trustDomain(),
                policyVersion,
                circumstances.now());
    }

    private String trustDomain() {
        return market.trustRoot().trustDomain().name();
    }

    private AttestationRecord record(
            EvidenceSubmitted evidence, VerifiedClaims verified, FinalizedBlock block, long seq) {
        VerifyingKey nodeKey = VerifyingKey.parse(evidence.nodePublicKey());
        Instant verifiedAt = block.time();
        return new AttestationRecord(
                market.validators().setVersion(),
                evidence.nodeId(),
                seq,
                nodeKey.x(),
                nodeKey.y(),
                evidence.provider(),
                evidence.stakeAccount(),
                evidence.payee(),
                Bytes32.of(verified.claims().quoteHash().toByteArray()),
                teeType(verified.claims().tee()),
                market.trustRootHash(),
                TcbStatus.valueOf(verified.tcb().status().name()),
                verified.tcb().tcbEvaluationDataNumber(),
                block.number(),
                verifiedAt.getEpochSecond(),
                verifiedAt.plus(market.policyTtl()).getEpochSecond());
    }

    private static TeeType teeType(Tee tee) {
        return switch (tee) {
            case SGX -> TeeType.SGX;
            case TDX -> TeeType.TDX;
        };
    }

    /** Until when an accepted verdict holds; empty for a refusal. */
    public static Optional<Instant> validUntil(AttestationJudged verdict) {
        AttestationRecord record = verdict.record();
        return record == null ? Optional.empty() : Optional.of(Instant.ofEpochSecond(record.validUntil()));
    }
}
