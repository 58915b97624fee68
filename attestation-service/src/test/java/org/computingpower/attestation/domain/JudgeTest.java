package org.computingpower.attestation.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.computingpower.attestation.Samples.BLOCK;
import static org.computingpower.attestation.Samples.NOW;
import static org.computingpower.attestation.Samples.PKI;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.computingpower.attestation.Samples;
import org.computingpower.attestation.Samples.TestNode;
import org.computingpower.events.AttestationDecision;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.events.AttestationVerdictEvent.AttestationJudged;
import org.computingpower.events.CheckOutcome;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.TrustRoot;
import org.computingpower.sgx.dcap.sim.EnclaveSpec;
import org.computingpower.sgx.dcap.sim.PlatformSpec;
import org.computingpower.sgx.dcap.sim.TcbScenario;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.signed.AttestationRecord;
import org.computingpower.terms.signed.AttestationRefusal;
import org.computingpower.terms.signed.TcbStatus;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final Instant ISSUED = NOW.minus(Duration.ofDays(1));

    private final Market market = Samples.market();
    private final Judge judge = new Judge(market, new EvidenceRules(market));
    private final TestNode node = TestNode.random();
    private final ActivePolicy policy = Samples.active(Samples.policyOf(PKI, 1).build());
    private final Circumstances good = new Circumstances(
            NOW,
            NOW,
            Optional.of(node.registered()),
            Optional.of(BLOCK),
            Optional.of(policy),
            Samples.collateral(TcbScenario.upToDate(), ISSUED),
            Optional.empty());

    private Judgment judge(EvidenceSubmitted evidence, Circumstances circumstances) {
        return judge.judge(evidence, Samples.dcap(market).read(evidence), circumstances);
    }

    private Circumstances with(CollateralAnswer collateral, ActivePolicy active) {
        return new Circumstances(
                NOW, NOW, good.node(), good.block(), Optional.of(active), collateral, Optional.empty());
    }

    private EvidenceSubmitted quoteOf(EnclaveSpec enclave) {
        return node.evidence(market, BLOCK, node.quote(PKI, market, BLOCK, enclave), node.nodeKey(), NOW);
    }

    private static void assertRejected(Judgment judgment, String reason) {
        assertThat(judgment.decision()).isEqualTo(AttestationDecision.REJECT);
        assertThat(judgment.reasons()).anyMatch(found -> found.startsWith(reason));
    }

    @Test
    void acceptsEvidenceOfARegisteredNodeUnderTheMarketsPolicy() {
        Judgment judgment = judge(node.evidence(market, BLOCK), good);

        assertThat(judgment.reasons()).isEmpty();
        assertThat(judgment.decision()).isEqualTo(AttestationDecision.ACCEPT);
        assertThat(judgment.checks()).allMatch(check -> check.outcome() == CheckOutcome.PASS);
        assertThat(judgment.checks())
                .extracting(org.computingpower.events.Check::name)
                .contains("node-registered", "envelope", "block", "quote-signature", "report-data", "measurement");
    }

    @Test
    void signsTheSameRecordForTheSameEvidence() {
        EvidenceSubmitted evidence = node.evidence(market, BLOCK);
        VerdictSigner signer = new VerdictSigner(market, new ValidatorKey(Samples.VALIDATOR, market));

        AttestationJudged verdict = signer.sign(evidence, judge(evidence, good), good, 6);

        AttestationRecord record = verdict.record();
        assertThat(record).isNotNull();
        assertThat(verdict.refusal()).isNull();
        assertThat(record.seq()).isEqualTo(7);
        assertThat(record.verifiedAt()).isEqualTo(BLOCK.time().getEpochSecond());
        assertThat(record.validUntil()).isEqualTo(BLOCK.time().getEpochSecond() + 86_400);
        assertThat(record.tcbStatus()).isEqualTo(TcbStatus.UP_TO_DATE);
        assertThat(record.trustRootHash()).isEqualTo(market.trustRootHash());
        assertThat(record.quoteHash()).isEqualTo(Digests.sha256(evidence.quote()));
        assertThat(record.isSignedBy(Samples.VALIDATOR.address(), verdict.signature(), market.domains()))
                .isTrue();
        assertThat(verdict.trustDomain()).isEqualTo("SIMULATED");
    }

    @Test
    void rejectsAQuoteWithOneBitChangedAndSignsWhy() {
        byte[] quote = node.quote(PKI, market, BLOCK, EnclaveSpec.simulatedGateway());
        quote[120] ^= 1;
        EvidenceSubmitted evidence = node.evidence(market, BLOCK, quote, node.nodeKey(), NOW);

        Judgment judgment = judge(evidence, good);
        AttestationJudged verdict = new VerdictSigner(market, new ValidatorKey(Samples.VALIDATOR, market))
                .sign(evidence, judgment, good, 0);

        assertRejected(judgment, "quote-signature: INVALID_QUOTE_SIGNATURE (57)");
        AttestationRefusal refusal = verdict.refusal();
        assertThat(refusal).isNotNull();
        assertThat(verdict.record()).isNull();
        assertThat(refusal.reasonsHash()).isEqualTo(Digests.keccak256OfText(String.join("\n", judgment.reasons())));
        assertThat(refusal.isSignedBy(Samples.VALIDATOR.address(), verdict.signature(), market.domains()))
                .isTrue();
    }

    @Test
    void rejectsBytesThatAreNoQuote() {
        EvidenceSubmitted evidence = node.evidence(market, BLOCK, new byte[] {1, 2, 3}, node.nodeKey(), NOW);
        assertRejected(judge(evidence, good), "quote-format: UNSUPPORTED_QUOTE_FORMAT");
    }

    @Test
    void rejectsTheQuoteOfAnotherNode() {
        TestNode other = TestNode.random();
        byte[] foreign = other.quote(PKI, market, BLOCK, EnclaveSpec.simulatedGateway());
        EvidenceSubmitted evidence = node.evidence(market, BLOCK, foreign, node.nodeKey(), NOW);
        assertRejected(judge(evidence, good), "report-data:");
    }

    @Test
    void rejectsAQuoteOverTheHashOfAnotherBlock() {
        FinalizedBlock forked = new FinalizedBlock(BLOCK.number(), Digests.sha256(new byte[] {9}), BLOCK.time());
        assertRejected(judge(node.evidence(market, forked), good), "report-data:");
    }

    @Test
    void rejectsAnEnvelopeOfAForeignKey() {
        byte[] quote = node.quote(PKI, market, BLOCK, EnclaveSpec.simulatedGateway());
        EvidenceSubmitted evidence =
                node.evidence(market, BLOCK, quote, TestNode.random().nodeKey(), NOW);
        assertRejected(judge(evidence, good), "envelope: the envelope is not signed by the node key");
    }

    @Test
    void rejectsAnOldAndAnUnknownBlock() {
        FinalizedBlock old = new FinalizedBlock(50, BLOCK.hash(), NOW.minusSeconds(3601));
        Circumstances late = new Circumstances(
                NOW, NOW, good.node(), Optional.of(old), good.policy(), good.collateral(), Optional.empty());
        EvidenceSubmitted evidence = node.evidence(
                market, old, node.quote(PKI, market, old, EnclaveSpec.simulatedGateway()), node.nodeKey(), NOW);
        assertRejected(judge(evidence, late), "block: block 50");

        Circumstances unknown = new Circumstances(
                NOW, NOW, good.node(), Optional.empty(), good.policy(), good.collateral(), Optional.empty());
        assertRejected(judge(evidence, unknown), "block: block 50 is not known as finalized");
        assertThat(unknown.isIncomplete()).isTrue();
    }

    @Test
    void rejectsAnUnregisteredNodeAndAnotherPayee() {
        Circumstances unregistered = new Circumstances(
                NOW, NOW, Optional.empty(), good.block(), good.policy(), good.collateral(), Optional.empty());
        assertRejected(
                judge(node.evidence(market, BLOCK), unregistered), "node-registered: the node is not registered");

        RegisteredNode registered = node.registered();
        RegisteredNode elsewhere = new RegisteredNode(
                registered.nodeId(),
                registered.publicKey(),
                registered.provider(),
                registered.stakeAccount(),
                Samples.key(9).address(),
                true,
                1);
        Circumstances changed = new Circumstances(
                NOW, NOW, Optional.of(elsewhere), good.block(), good.policy(), good.collateral(), Optional.empty());
        assertRejected(judge(node.evidence(market, BLOCK), changed), "node-registered:");
    }

    @Test
    void failsClosedOnExpiredRefusedAndMissingCollateral() {
        EvidenceSubmitted evidence = node.evidence(market, BLOCK);
        CollateralAnswer expired = Samples.collateral(TcbScenario.upToDate(), NOW.minus(Duration.ofDays(31)));
        assertRejected(judge(evidence, with(expired, policy)), "validity-windows:");
        assertRejected(judge(evidence, with(new CollateralAnswer.Missing("none", false), policy)), "collateral: none");
    }

    /** Collateral has run out and the service is down: the block of the evidence is not spent at once. */
    @Test
    void waitsForCollateralThatMayStillCome() {
        var why = new CollateralResult.Rejected(VerificationStatus.SGX_CRL_EXPIRED, "over");
        Circumstances down = with(new CollateralAnswer.Refused(why, true), policy);

        assertThat(down.isIncomplete()).isTrue();
        assertThat(with(new CollateralAnswer.Refused(why), policy).isIncomplete())
                .isFalse();
        assertRejected(judge(node.evidence(market, BLOCK), down), "validity-windows: SGX_CRL_EXPIRED");
    }

    @Test
    void rejectsASimulatedQuoteWhenIntelsRootIsPinned() {
        Market intel = Market.of(Samples.marketFile(Samples.marketJson(PKI)), TrustRoot.intel());
        EvidenceSubmitted evidence = node.evidence(market, BLOCK);
        Judgment judgment = new Judge(intel, new EvidenceRules(intel))
                .judge(evidence, Samples.dcap(intel).read(evidence), good);
        assertRejected(judgment, "pck-chain: SGX_PCK_CERT_CHAIN_UNTRUSTED");
    }

    @Test
    void rejectsWhatThePolicyDoesNotAllow() {
        assertRejected(judge(quoteOf(EnclaveSpec.simulatedGateway().inDebugMode()), good), "debug:");
        EnclaveSpec other = new EnclaveSpec(
                EnclaveSpec.simulatedGateway().mrSigner(),
                EnclaveSpec.simulatedGateway().mrSigner(),
                1,
                1,
                false);
        assertRejected(judge(quoteOf(other), good), "measurement:");
        CollateralAnswer recovered = Samples.collateral(TcbScenario.upToDate().afterTcbRecovery("SIM-SA-1"), ISSUED);
        assertRejected(judge(node.evidence(market, BLOCK), with(recovered, policy)), "tcb-status: OutOfDate");
        ActivePolicy floor = Samples.active(
                Samples.policyOf(PKI, 2).minTcbEvaluationDataNumber(5).build());
        assertRejected(judge(node.evidence(market, BLOCK), with(good.collateral(), floor)), "tcb-evaluation-number:");
        var revoked = TcbScenario.upToDate()
                .withRevokedPck(
                        PKI.platform(PlatformSpec.named(node.platform())).pckSerialNumber());
        assertRejected(
                judge(node.evidence(market, BLOCK), with(Samples.collateral(revoked, ISSUED), policy)),
                "pck-revocation: SGX_PCK_REVOKED");
    }

    @Test
    void letsAPlatformStandForOneNodeUnlessThePolicySaysMore() {
        Judgment judgment = judge(node.evidence(market, BLOCK), good);
        NodeId other = TestNode.random().nodeKey().nodeId();

        assertThat(Judge.withPlatform(judgment, List.of(), good.policy()).decision())
                .isEqualTo(AttestationDecision.ACCEPT);
        assertRejected(Judge.withPlatform(judgment, List.of(other), good.policy()), "platform-unique:");
        ActivePolicy two =
                Samples.active(Samples.policyOf(PKI, 2).nodesPerPlatform(2).build());
        assertThat(Judge.withPlatform(judgment, List.of(other), Optional.of(two))
                        .decision())
                .isEqualTo(AttestationDecision.ACCEPT);
    }
}
