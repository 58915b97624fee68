package org.computingpower.sgx.dcap.appraise;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.CollateralRules;
import org.computingpower.sgx.dcap.collateral.CollateralVerifier;
import org.computingpower.sgx.dcap.collateral.EvaluationNumbers;
import org.computingpower.sgx.dcap.collateral.TcbRecoveries;
import org.computingpower.sgx.dcap.collateral.TrustRoot;
import org.computingpower.sgx.dcap.collateral.VerifiedCollateral;
import org.computingpower.sgx.dcap.crypto.Sha256;
import org.computingpower.sgx.dcap.json.JsonFormatException;
import org.computingpower.sgx.dcap.parse.Quote;
import org.computingpower.sgx.dcap.parse.QuoteFormatException;
import org.computingpower.sgx.dcap.verify.QuoteVerifier;
import org.computingpower.sgx.dcap.verify.VerificationResult;
import org.computingpower.sgx.dcap.verify.VerifiedClaims;

/**
 * Checks an evidence bundle offline: verifies the quote again for the instant of the verdict and appraises it again
 * under the bundle's policy. The root and the hash of the policy come from the reader, never from the bundle.
 */
public final class EvidenceChecker {
    private final TrustRoot trustRoot;
    private final Bytes policyHash;
    private final Duration maxAge;

    /**
     * Creates a checker.
     *
     * @param trustRoot the root that the reader trusts
     * @param policyHash SHA-256 of the policy document that the reader expects
     * @param maxAge how old a verdict may be
     */
    public EvidenceChecker(TrustRoot trustRoot, Bytes policyHash, Duration maxAge) {
        this.trustRoot = trustRoot;
        this.policyHash = policyHash;
        this.maxAge = maxAge;
    }

    /** Checks {@code bundle} as of {@code now}. */
    public EvidenceReport check(EvidenceBundle bundle, Instant now) {
        List<Check> checks = new ArrayList<>();
        checks.add(freshness(bundle, now));
        Optional<Policy> policy = policy(bundle, checks);
        Optional<VerifiedCollateral> collateral = Optional.empty();
        Optional<VerifiedClaims> claims = Optional.empty();
        try {
            Quote quote = Quote.parse(bundle.quote().toByteArray());
            CollateralRules rules = policy.map(Policy::minTcbEvaluationDataNumber)
                    .map(CollateralRules.standard()::withMinimumTcbEvaluationDataNumber)
                    .orElse(CollateralRules.standard());
            collateral = collateral(bundle, rules, checks);
            claims = collateral.flatMap(verified -> claims(bundle, quote, verified, checks));
        } catch (QuoteFormatException e) {
            checks.addAll(VerificationStep.failedWith(
                    VerificationStatus.UNSUPPORTED_QUOTE_FORMAT, String.valueOf(e.getMessage()), false));
        }
        collateral.ifPresent(verified -> checks.add(stillValid(verified, now)));
        if (claims.isPresent() && policy.isPresent()) {
            AppraisalContext context = context(bundle, collateral.orElseThrow(), checks);
            checks.addAll(
                    Appraiser.appraise(claims.get(), policy.get(), context).checks());
        } else {
            checks.add(new Check("policy-rules", Check.Outcome.NOT_CHECKED, "the evidence did not verify"));
        }
        return new EvidenceReport(Decision.of(checks), checks, claims, EvidenceReport.NOT_PROVEN);
    }

    private Check freshness(EvidenceBundle bundle, Instant now) {
        Duration age = Duration.between(bundle.verifiedAt(), now);
        return Check.of(
                "freshness",
                !age.isNegative() && age.compareTo(maxAge) <= 0,
                "verified at " + bundle.verifiedAt() + ", at most " + maxAge + " old");
    }

    /**
     * Without Intel's signed date there is no grace; the earlier acceptance is the service's word, and is called so. A
     * list that Intel shortened since may begin with a later recovery than the first: the service's word counts if it is
     * the earlier one.
     */
    private static AppraisalContext context(EvidenceBundle bundle, VerifiedCollateral collateral, List<Check> checks) {
        AppraisalContext plain = new AppraisalContext(
                bundle.verifiedAt(), bundle.expectedReportData(), TcbRecoveries.none(), Optional.empty());
        if (bundle.grace().isEmpty()) {
            return plain;
        }
        GraceHistory history = bundle.grace().get();
        LastAccepted last = history.lastAccepted();
        int accepted = last.tcbEvaluationDataNumber();
        int number = collateral.tcbEvaluationDataNumber();
        Optional<Instant> signed = EvaluationNumbers.verify(
                        history.evaluationNumbers(),
                        history.evaluationNumbersIssuerChain(),
                        collateral,
                        bundle.verifiedAt())
                .flatMap(numbers -> numbers.recoveries().firstAfter(accepted, number));
        Optional<Instant> recovery =
                signed.map(date -> date.isBefore(history.recoveryEventDate()) ? date : history.recoveryEventDate());
        checks.add(
                recovery.map(date -> Check.pass("tcb-recovery", "the first after number " + accepted + " of " + date))
                        .orElse(Check.warn("tcb-recovery", "no valid list dates a recovery after number " + accepted)));
        checks.add(Check.warn(
                "last-accepted", "under number " + accepted + ", as the service says; Intel does not sign it"));
        return recovery.map(date -> plain.withHistory(TcbRecoveries.of(number, date), last))
                .orElse(plain);
    }

    /** Collateral that has run out since the verdict leaves it standing, but says that a new one is due. */
    private static Check stillValid(VerifiedCollateral collateral, Instant now) {
        return collateral
                .refusalAt(now)
                .map(outside -> Check.warn("collateral-now", outside.detail()))
                .orElse(Check.pass("collateral-now", "valid until " + collateral.validTo()));
    }

    private Optional<Policy> policy(EvidenceBundle bundle, List<Check> checks) {
        Bytes hash = Sha256.of(bundle.policyDocument());
        if (!hash.equals(policyHash)) {
            checks.add(Check.fail("policy", "the bundle holds policy " + hash + ", expected " + policyHash));
            return Optional.empty();
        }
        try {
            Policy policy = Policy.parse(bundle.policyDocument());
            checks.add(Check.pass("policy", "version " + policy.version() + ", " + hash));
            return Optional.of(policy);
        } catch (JsonFormatException e) {
            checks.add(Check.fail("policy", String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private Optional<VerifiedCollateral> collateral(EvidenceBundle bundle, CollateralRules rules, List<Check> checks) {
        return switch (CollateralVerifier.verify(bundle.collateral(), trustRoot, rules, bundle.verifiedAt())) {
            case CollateralResult.Verified verified -> Optional.of(verified.collateral());
            case CollateralResult.Rejected rejected -> {
                checks.addAll(VerificationStep.failedWith(rejected.status(), rejected.detail(), false));
                yield Optional.empty();
            }
        };
    }

    private static Optional<VerifiedClaims> claims(
            EvidenceBundle bundle, Quote quote, VerifiedCollateral collateral, List<Check> checks) {
        QuoteVerifier verifier = QuoteVerifier.create();
        VerificationResult result = bundle.pckChain().isPresent()
                ? verifier.verify(quote, bundle.pckChain().get(), collateral, bundle.verifiedAt())
                : verifier.verify(quote, collateral, bundle.verifiedAt());
        return switch (result) {
            case VerificationResult.Verified verified -> {
                checks.addAll(
                        VerificationStep.allPassed(verified.claims().claims().tee()));
                yield Optional.of(verified.claims());
            }
            case VerificationResult.Rejected rejected -> {
                checks.addAll(VerificationStep.failedWith(rejected.status(), rejected.detail(), true));
                yield Optional.empty();
            }
        };
    }
}
