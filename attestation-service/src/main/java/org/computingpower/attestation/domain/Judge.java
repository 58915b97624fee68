package org.computingpower.attestation.domain;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.computingpower.events.AttestationDecision;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.events.Check;
import org.computingpower.events.CheckOutcome;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.appraise.AppraisalContext;
import org.computingpower.sgx.dcap.appraise.Appraiser;
import org.computingpower.sgx.dcap.appraise.VerificationChecks;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.verify.VerificationResult;
import org.computingpower.sgx.dcap.verify.VerifiedClaims;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.key.VerifyingKey;
import org.computingpower.terms.market.AttestationBinding;

/**
 * Judges evidence: registration, envelope, block, quote, collateral, binding and policy. A function of its arguments
 * that makes every check it can and fails closed: what could not be checked rejects. Safe for use by several threads.
 */
public final class Judge {
    private final Market market;
    private final EvidenceRules rules;

    /**
     * A judge.
     *
     * @param market the market
     * @param rules what evidence must fulfil before its quote counts
     */
    public Judge(Market market, EvidenceRules rules) {
        this.market = market;
        this.rules = rules;
    }

    /** Judges evidence, but for the uniqueness of its platform. */
    public Judgment judge(EvidenceSubmitted evidence, ReadEvidence read, Circumstances circumstances) {
        CheckList checks = new CheckList();
        checks.add("node-registered", registration(evidence, circumstances.node()), "as registered");
        checks.add(
                "envelope",
                rules.form(evidence).map(EvidenceRefusal::detail),
                "signed by the node key and the stake account");
        checks.add(
                "block",
                rules.block(evidence.blockNumber(), circumstances.block(), evidence.submittedAt())
                        .or(() -> rules.blockOnArrival(
                                evidence.blockNumber(), circumstances.block(), circumstances.receivedAt()))
                        .map(EvidenceRefusal::detail),
                "finalized and recent: " + evidence.blockNumber());
        Optional<VerifiedClaims> claims = verify(read, circumstances, checks);
        Optional<Bytes> expected = circumstances.block().map(block -> expectedReportData(evidence, block));
        appraise(claims, expected, circumstances, checks);
        return new Judgment(checks.decision(), checks.reasons(), checks.checks(), claims, expected);
    }

    private static Optional<String> registration(EvidenceSubmitted evidence, Optional<RegisteredNode> registered) {
        if (registered.isEmpty()) {
            return Optional.of("the node is not registered");
        }
        RegisteredNode node = registered.get();
        boolean same = node.publicKey().toString().equals(evidence.nodePublicKey())
                && node.provider().equals(evidence.provider())
                && node.stakeAccount().equals(evidence.stakeAccount())
                && node.payee().equals(evidence.payee());
        return same
                ? Optional.empty()
                : Optional.of("the node is registered with another key, provider, stake account or payee");
    }

    private static Optional<VerifiedClaims> verify(ReadEvidence read, Circumstances circumstances, CheckList checks) {
        return switch (read) {
            case ReadEvidence.Unusable unusable -> {
                checks.addSteps(unusable.checks(), unusable.status());
                yield Optional.empty();
            }
            case ReadEvidence.ToVerify quoted -> verify(quoted, circumstances, checks);
        };
    }

    private static Optional<VerifiedClaims> verify(
            ReadEvidence.ToVerify quoted, Circumstances circumstances, CheckList checks) {
        return switch (circumstances.collateral()) {
            case CollateralAnswer.Missing(String reason, boolean mayHeal) -> {
                checks.add("collateral", Optional.of(reason), "");
                yield Optional.empty();
            }
            case CollateralAnswer.Refused(CollateralResult.Rejected why, boolean mayHeal) -> {
                checks.addSteps(VerificationChecks.of(why), why.status());
                yield Optional.empty();
            }
            case CollateralAnswer.Available(var collateral, var recoveries) -> {
                VerificationResult result = quoted.kind().verify(quoted, collateral, circumstances.now());
                yield switch (result) {
                    case VerificationResult.Verified verified -> {
                        checks.addAll(VerificationChecks.of(result));
                        yield Optional.of(verified.claims());
                    }
                    case VerificationResult.Rejected rejected -> {
                        checks.addSteps(VerificationChecks.of(result), rejected.status());
                        yield Optional.empty();
                    }
                };
            }
        };
    }

    private Bytes expectedReportData(EvidenceSubmitted evidence, FinalizedBlock block) {
        AttestationBinding binding = new AttestationBinding(
                market.chainId(),
                market.nodeRegistry(),
                VerifyingKey.parse(evidence.nodePublicKey()),
                evidence.stakeAccount(),
                evidence.payee(),
                evidence.hpkePublicKey(),
                evidence.tlsSpkiSha256(),
                evidence.blockNumber(),
                market.nonce(block, evidence.nodeId()));
        return Bytes.copyOf(binding.reportData());
    }

    private static void appraise(
            Optional<VerifiedClaims> claims,
            Optional<Bytes> expectedReportData,
            Circumstances circumstances,
            CheckList checks) {
        checks.add(
                "policy",
                circumstances.policy().isPresent() ? Optional.empty() : Optional.of("no policy is in force"),
                circumstances
                        .policy()
                        .map(policy -> "version " + policy.version())
                        .orElse(""));
        if (claims.isEmpty() || circumstances.policy().isEmpty() || expectedReportData.isEmpty()) {
            checks.notChecked("policy-rules", "the evidence did not verify");
            return;
        }
        AppraisalContext context = new AppraisalContext(
                circumstances.now(), expectedReportData, circumstances.recoveries(), circumstances.lastAccepted());
        checks.addAll(
                Appraiser.appraise(claims.get(), circumstances.policy().get().policy(), context)
                        .checks());
    }

    /**
     * Adds the check that a platform stands for no more nodes than the policy says.
     *
     * @param judgment a judgment without that check
     * @param others other nodes that stand for the platform
     * @param policy the policy in force
     */
    public static Judgment withPlatform(Judgment judgment, List<NodeId> others, Optional<ActivePolicy> policy) {
        CheckList more = new CheckList();
        if (judgment.platformId().isEmpty() || policy.isEmpty()) {
            more.notChecked("platform-unique", "the evidence did not verify");
        } else {
            int allowed = policy.get().policy().nodesPerPlatform();
            String names = others.stream().sorted().map(NodeId::toString).collect(Collectors.joining(", "));
            more.add(
                    "platform-unique",
                    others.size() < allowed
                            ? Optional.empty()
                            : Optional.of("the platform already stands for " + names + ", allowed are " + allowed),
                    "platform " + judgment.platformId().get());
        }
        List<Check> checks = concat(judgment.checks(), more.checks());
        boolean passes = more.checks().getFirst().outcome() == CheckOutcome.PASS;
        List<String> reasons =
                judgment.isAccepted() && !passes ? more.reasons() : concat(judgment.reasons(), more.reasons());
        return new Judgment(
                passes ? judgment.decision() : AttestationDecision.REJECT,
                reasons,
                checks,
                judgment.claims(),
                judgment.expectedReportData());
    }

    private static <T> List<T> concat(List<T> first, List<T> second) {
        return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
    }
}
