package org.computingpower.sgx.dcap.appraise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.SgxType;
import org.computingpower.sgx.dcap.TcbStatus;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.Vectors;
import org.computingpower.sgx.dcap.Vectors.Vector;
import org.computingpower.sgx.dcap.appraise.Check.Outcome;
import org.computingpower.sgx.dcap.collateral.TcbRecoveries;
import org.computingpower.sgx.dcap.collateral.TrustRoot;
import org.computingpower.sgx.dcap.crypto.Sha256;
import org.computingpower.sgx.dcap.json.JsonFormatException;
import org.computingpower.sgx.dcap.verify.QuoteVerifier;
import org.computingpower.sgx.dcap.verify.TcbEvaluator;
import org.computingpower.sgx.dcap.verify.TcbResult;
import org.computingpower.sgx.dcap.verify.VerificationResult;
import org.computingpower.sgx.dcap.verify.VerifiedClaims;
import org.junit.jupiter.api.Test;

class AppraiserTest {
    private static final Bytes INTEL = TrustRoot.intel().sha256();
    private static final VerifiedClaims SGX = verified(Vectors.SGX_V3);
    private static final VerifiedClaims TDX = verified(Vectors.TDX_V4);
    private static final SgxMeasurement ENCLAVE =
            new SgxMeasurement.ByEnclave(SGX.claims().sgx().orElseThrow().mrEnclave());
    private static final TdxMeasurement DOMAIN =
            TdxMeasurement.ofMrTd(TDX.claims().tdx().orElseThrow().mrTd());

    private static VerifiedClaims verified(Vector vector) {
        VerificationResult result = QuoteVerifier.create().verify(vector.quote(), vector.collateral(), vector.now());
        return ((VerificationResult.Verified) result).claims();
    }

    private static PolicyBuilder policy() {
        return Policy.standard(1, INTEL)
                .sgx(List.of(ENCLAVE))
                .tdx(List.of(DOMAIN))
                .toleratedAdvisories(SGX.tcb().advisoryIds());
    }

    private static Outcome outcome(Appraisal appraisal, String name) {
        return appraisal.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow()
                .outcome();
    }

    private static Appraisal appraise(VerifiedClaims claims, PolicyBuilder policy) {
        return Appraiser.appraise(claims, policy.build(), AppraisalContext.at(claims.verifiedAt()));
    }

    @Test
    void acceptsWhatThePolicyNames() {
        assertThat(appraise(SGX, policy()).decision()).isEqualTo(Decision.ACCEPT);
        assertThat(appraise(TDX, policy()).decision()).isEqualTo(Decision.ACCEPT);
        assertThat(appraise(TDX, policy()).reasons()).isEmpty();
    }

    @Test
    void saysThatAnSgxQuoteNamesNoModule() {
        assertThat(VerificationStep.allPassed(Tee.SGX)).contains(Check.pass("tdx-module", "an SGX quote names none"));
        assertThat(VerificationStep.allPassed(Tee.TDX)).contains(Check.pass("tdx-module", "verified"));
    }

    @Test
    void refusesEverythingUnderThePolicyThatNamesNothing() {
        Appraisal appraisal = appraise(SGX, Policy.standard(1, INTEL));

        assertThat(appraisal.decision()).isEqualTo(Decision.REJECT);
        assertThat(outcome(appraisal, "measurement")).isEqualTo(Outcome.FAIL);
        assertThat(outcome(appraisal, "trust-root")).isEqualTo(Outcome.PASS);
    }

    @Test
    void refusesAnotherRoot() {
        Appraisal appraisal =
                appraise(SGX, Policy.standard(1, Bytes.ofHex("00".repeat(32))).sgx(List.of(ENCLAVE)));

        assertThat(outcome(appraisal, "trust-root")).isEqualTo(Outcome.FAIL);
    }

    @Test
    void comparesSignerProductAndMinimumSvn() {
        var report = SGX.claims().sgx().orElseThrow();
        SgxMeasurement allowed = new SgxMeasurement.BySigner(report.mrSigner(), report.isvProdId(), report.isvSvn());
        SgxMeasurement newer = new SgxMeasurement.BySigner(report.mrSigner(), report.isvProdId(), report.isvSvn() + 1);
        SgxMeasurement other = new SgxMeasurement.BySigner(report.mrSigner(), report.isvProdId() + 1, 0);

        assertThat(outcome(appraise(SGX, policy().sgx(List.of(allowed))), "measurement"))
                .isEqualTo(Outcome.PASS);
        assertThat(outcome(appraise(SGX, policy().sgx(List.of(newer))), "measurement"))
                .isEqualTo(Outcome.FAIL);
        assertThat(outcome(appraise(SGX, policy().sgx(List.of(other))), "measurement"))
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void comparesRegistersOfATrustDomain() {
        var report = TDX.claims().tdx().orElseThrow();
        TdxMeasurement exact = new TdxMeasurement(
                report.mrTd(),
                List.of(
                        Optional.of(report.rtmr(0)),
                        Optional.of(report.rtmr(1)),
                        Optional.of(report.rtmr(2)),
                        Optional.of(report.rtmr(3))),
                Optional.of(report.mrSeam()));
        TdxMeasurement otherRegister = new TdxMeasurement(
                report.mrTd(),
                List.of(
                        Optional.of(Bytes.ofHex("ff".repeat(48))),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Optional.empty());

        assertThat(outcome(appraise(TDX, policy().tdx(List.of(exact))), "measurement"))
                .isEqualTo(Outcome.PASS);
        assertThat(outcome(appraise(TDX, policy().tdx(List.of(otherRegister))), "measurement"))
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void refusesSoftwareHardeningWithAdvisoriesThatAreNotTolerated() {
        Appraisal appraisal = appraise(SGX, policy().toleratedAdvisories(Set.of()));

        assertThat(SGX.tcb().status()).isEqualTo(TcbStatus.SW_HARDENING_NEEDED);
        assertThat(outcome(appraisal, "tcb-status")).isEqualTo(Outcome.FAIL);
    }

    @Test
    void refusesADeniedAdvisory() {
        Appraisal appraisal = appraise(
                SGX, policy().deniedAdvisories(Set.of(SGX.tcb().advisoryIds().first())));

        assertThat(outcome(appraisal, "advisories")).isEqualTo(Outcome.FAIL);
    }

    @Test
    void warnsOfAToleratedStatus() {
        Appraisal appraisal = appraise(
                SGX,
                policy().acceptedStatuses(Set.of(TcbStatus.UP_TO_DATE))
                        .toleratedStatuses(Set.of(TcbStatus.SW_HARDENING_NEEDED)));

        assertThat(appraisal.decision()).isEqualTo(Decision.ACCEPT_WITH_WARNINGS);
        assertThat(appraisal.reasons()).containsExactly("tcb-status: SWHardeningNeeded is tolerated");
    }

    @Test
    void boundsTheEvaluationNumberFromBelow() {
        assertThat(outcome(appraise(SGX, policy().minTcbEvaluationDataNumber(17)), "tcb-evaluation-number"))
                .isEqualTo(Outcome.PASS);
        assertThat(outcome(appraise(SGX, policy().minTcbEvaluationDataNumber(18)), "tcb-evaluation-number"))
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void comparesTheSgxType() {
        SgxType type = SGX.claims().platform().sgxType();
        SgxType other = type == SgxType.STANDARD ? SgxType.SCALABLE : SgxType.STANDARD;

        assertThat(outcome(appraise(SGX, policy().sgxTypes(Set.of(type))), "sgx-type"))
                .isEqualTo(Outcome.PASS);
        assertThat(outcome(appraise(SGX, policy().sgxTypes(Set.of(other))), "sgx-type"))
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void comparesTheReportData() {
        Bytes reportData = SGX.claims().reportData();
        AppraisalContext right = AppraisalContext.at(SGX.verifiedAt()).withExpectedReportData(reportData);
        AppraisalContext wrong =
                AppraisalContext.at(SGX.verifiedAt()).withExpectedReportData(Bytes.ofHex("00".repeat(64)));

        assertThat(outcome(Appraiser.appraise(SGX, policy().build(), right), "report-data"))
                .isEqualTo(Outcome.PASS);
        assertThat(outcome(Appraiser.appraise(SGX, policy().build(), wrong), "report-data"))
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void grantsGraceToNodesAcceptedBeforeTheRecoveryOnly() {
        TcbResult.Evaluated after = (TcbResult.Evaluated) TcbEvaluator.reappraise(
                SGX.claims(), Vectors.SGX_V3_RECOVERED.collateral(), Vectors.SGX_V3_RECOVERED.now());
        Instant recovery = Vectors.SGX_V3_RECOVERED.now().minus(Duration.ofDays(5));
        Policy policy = policy().outOfDateGrace(Duration.ofDays(10)).build();
        Policy shorter = policy().outOfDateGrace(Duration.ofDays(5)).build();
        AppraisalContext newNode = AppraisalContext.at(Vectors.SGX_V3_RECOVERED.now());
        AppraisalContext oldNode = newNode.withHistory(
                TcbRecoveries.of(after.tcb().tcbEvaluationDataNumber(), recovery),
                LastAccepted.of(SGX.claims(), SGX.tcb()));

        assertThat(after.tcb().status()).isEqualTo(TcbStatus.OUT_OF_DATE);
        assertThat(outcome(Appraiser.appraise(SGX.claims(), after.tcb(), policy, oldNode), "tcb-status"))
                .isEqualTo(Outcome.WARN);
        assertThat(outcome(Appraiser.appraise(SGX.claims(), after.tcb(), shorter, oldNode), "tcb-status"))
                .isEqualTo(Outcome.FAIL);
        assertThat(outcome(Appraiser.appraise(SGX.claims(), after.tcb(), policy, newNode), "tcb-status"))
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void cannotAcceptRevokedPlatformsAtAll() {
        assertThatThrownBy(() ->
                        policy().toleratedStatuses(Set.of(TcbStatus.REVOKED)).build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsAPolicyThroughItsDocument() throws JsonFormatException {
        Policy policy = policy().outOfDateGrace(Duration.ofDays(3))
                .deniedAdvisories(Set.of("INTEL-SA-00001"))
                .allowedServiceTds(Set.of(Bytes.ofHex("ab".repeat(48))))
                .sgx(List.of(ENCLAVE, new SgxMeasurement.BySigner(Bytes.ofHex("cd".repeat(32)), 1, 2)))
                .build();

        assertThat(Policy.parse(policy.toDocument())).isEqualTo(policy);
        assertThat(Policy.parse(policy.toDocument()).toDocument()).isEqualTo(policy.toDocument());
    }

    @Test
    void refusesAPolicyWithARuleThatItDoesNotKnow() {
        String document = "{\"version\":1,\"trustRoots\":[],\"requireMoon\":true}";

        assertThatThrownBy(() -> Policy.parse(Bytes.copyOf(document.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(JsonFormatException.class)
                .hasMessageContaining("requireMoon");
    }

    @Test
    void checksAnEvidenceBundleOffline() throws JsonFormatException {
        Policy policy = policy().build();
        EvidenceBundle bundle = bundle(policy, Vectors.SGX_V3.collateralBytes().tcbInfo());
        EvidenceChecker checker =
                new EvidenceChecker(TrustRoot.intel(), Sha256.of(policy.toDocument()), Duration.ofHours(1));

        EvidenceReport report = checker.check(
                EvidenceBundle.parse(bundle.toJson()), Vectors.SGX_V3.now().plusSeconds(60));

        assertThat(report.decision()).isEqualTo(Decision.ACCEPT);
        assertThat(report.checks()).extracting(Check::name).contains("freshness", "policy", "qe-report", "report-data");
        assertThat(report.notProven()).hasSize(3);
    }

    @Test
    void refusesABundleThatIsStaleForeignOrForged() {
        Policy policy = policy().build();
        Instant soon = Vectors.SGX_V3.now().plusSeconds(60);
        EvidenceBundle bundle = bundle(policy, Vectors.SGX_V3.collateralBytes().tcbInfo());
        EvidenceBundle forged = bundle(policy, Vectors.TDX_V4.collateralBytes().tcbInfo());
        Bytes hash = Sha256.of(policy.toDocument());
        EvidenceChecker checker = new EvidenceChecker(TrustRoot.intel(), hash, Duration.ofHours(1));
        EvidenceChecker otherPolicy = new EvidenceChecker(TrustRoot.intel(), INTEL, Duration.ofHours(1));

        assertThat(failures(checker.check(bundle, soon.plus(Duration.ofHours(2)))))
                .containsExactly("freshness");
        assertThat(failures(otherPolicy.check(bundle, soon))).containsExactly("policy");
        assertThat(failures(checker.check(forged, soon))).isNotEmpty();
        assertThat(checker.check(forged, soon).decision()).isEqualTo(Decision.REJECT);
    }

    private static List<String> failures(EvidenceReport report) {
        return report.checks().stream()
                .filter(check -> check.outcome() == Outcome.FAIL)
                .map(Check::name)
                .toList();
    }

    private static EvidenceBundle bundle(Policy policy, Bytes tcbInfo) {
        var collateral = Vectors.SGX_V3.collateralBytes();
        return new EvidenceBundle(
                Bytes.copyOf(Vectors.SGX_V3.quoteBytes()),
                Optional.empty(),
                new org.computingpower.sgx.dcap.collateral.CollateralBytes(
                        tcbInfo,
                        collateral.tcbInfoIssuerChain(),
                        collateral.qeIdentity(),
                        collateral.qeIdentityIssuerChain(),
                        collateral.pckCrl(),
                        collateral.pckCrlIssuerChain(),
                        collateral.rootCaCrl()),
                policy.toDocument(),
                Vectors.SGX_V3.now(),
                Optional.of(SGX.claims().reportData()));
    }
}
