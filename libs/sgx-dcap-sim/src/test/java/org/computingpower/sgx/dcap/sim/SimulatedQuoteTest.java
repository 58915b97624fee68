package org.computingpower.sgx.dcap.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.PckCa;
import org.computingpower.sgx.dcap.TcbStatus;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.TrustDomain;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.collateral.CollateralKey;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.CollateralRules;
import org.computingpower.sgx.dcap.collateral.CollateralVerifier;
import org.computingpower.sgx.dcap.collateral.TrustRoot;
import org.computingpower.sgx.dcap.collateral.VerifiedCollateral;
import org.computingpower.sgx.dcap.parse.SgxReport;
import org.computingpower.sgx.dcap.verify.QuoteVerifier;
import org.computingpower.sgx.dcap.verify.VerificationResult;
import org.computingpower.sgx.dcap.verify.VerifiedClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedQuoteTest {
    private static final TcbScenario UP_TO_DATE = TcbScenario.upToDate();
    private static final VerifiedCollateral SGX = Simulation.collateral(Tee.SGX, UP_TO_DATE);
    private static final VerifiedCollateral TDX = Simulation.collateral(Tee.TDX, UP_TO_DATE);

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void acceptsSgxQuotesOfEveryVersion(int version) {
        byte[] quote = Simulation.PLATFORM.sgxQuote(
                version, Simulation.ENCLAVE, Simulation.REPORT_DATA, QuoteOptions.standard());

        VerifiedClaims claims = Simulation.claims(quote, SGX);

        SgxReport report = claims.claims().sgx().orElseThrow();
        assertThat(report.mrEnclave()).isEqualTo(Simulation.ENCLAVE.mrEnclave());
        assertThat(report.mrSigner()).isEqualTo(Simulation.ENCLAVE.mrSigner());
        assertThat(report.isvProdId()).isEqualTo(7);
        assertThat(report.isvSvn()).isEqualTo(3);
        assertThat(claims.claims().reportData()).isEqualTo(Simulation.REPORT_DATA);
        assertThat(claims.claims().isDebug()).isFalse();
        assertThat(claims.claims().trustDomain()).isEqualTo(TrustDomain.SIMULATED);
        assertThat(claims.claims().quoteVersion()).isEqualTo(version);
        assertThat(claims.tcb().status()).isEqualTo(TcbStatus.UP_TO_DATE);
    }

    static Stream<byte[]> trustDomainQuotes() {
        TdSpec plain = TdSpec.of(TdSpec.Version.TDX_1_0, Simulation.MRTD);
        return Stream.concat(
                Stream.of(TdSpec.Version.values())
                        .map(version -> Simulation.PLATFORM.tdxQuote(
                                TdSpec.of(version, Simulation.MRTD), Simulation.REPORT_DATA)),
                Stream.of(Simulation.PLATFORM.tdxQuote(5, plain, Simulation.REPORT_DATA, QuoteOptions.standard())));
    }

    @ParameterizedTest
    @MethodSource("trustDomainQuotes")
    void acceptsTdxQuotesOfEveryBody(byte[] quote) {
        VerifiedClaims claims = Simulation.claims(quote, TDX);

        assertThat(claims.claims().tdx().orElseThrow().mrTd()).isEqualTo(Simulation.MRTD);
        assertThat(claims.claims().tdx().orElseThrow().isSeptVeDisabled()).isTrue();
        assertThat(claims.tcb().status()).isEqualTo(TcbStatus.UP_TO_DATE);
        assertThat(claims.tcb().tdxModuleStatus()).contains(TcbStatus.UP_TO_DATE);
    }

    @ParameterizedTest
    @EnumSource(
            value = TcbStatus.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TD_RELAUNCH_ADVISED", "TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED"})
    void reportsEveryStatusOfATcbLevel(TcbStatus status) {
        VerifiedCollateral collateral =
                Simulation.collateral(Tee.SGX, UP_TO_DATE.withPlatformStatus(status, "SIMULATED-SA-9"));
        byte[] quote = Simulation.PLATFORM.sgxQuote(Simulation.ENCLAVE, Simulation.REPORT_DATA);

        VerifiedClaims claims = Simulation.claims(quote, collateral);

        assertThat(claims.tcb().status()).isEqualTo(status);
        assertThat(claims.tcb().advisoryIds()).containsExactly("SIMULATED-SA-9");
    }

    @Test
    void convergesAnOldQuotingEnclaveWithMissingConfiguration() {
        VerifiedCollateral collateral = Simulation.collateral(
                Tee.SGX,
                UP_TO_DATE
                        .withPlatformStatus(TcbStatus.CONFIGURATION_NEEDED)
                        .withQeStatus(TcbStatus.OUT_OF_DATE, "SIMULATED-SA-7"));
        byte[] quote = Simulation.PLATFORM.sgxQuote(Simulation.ENCLAVE, Simulation.REPORT_DATA);

        VerifiedClaims claims = Simulation.claims(quote, collateral);

        assertThat(claims.tcb().status()).isEqualTo(TcbStatus.OUT_OF_DATE_CONFIGURATION_NEEDED);
        assertThat(claims.tcb().platformStatus()).isEqualTo(TcbStatus.CONFIGURATION_NEEDED);
        assertThat(claims.tcb().qeStatus()).isEqualTo(TcbStatus.OUT_OF_DATE);
        assertThat(claims.tcb().advisoryIds()).containsExactly("SIMULATED-SA-7");
    }

    @Test
    void reportsRevokedWhenOnlyTheTdxModuleIs() {
        VerifiedCollateral collateral =
                Simulation.collateral(Tee.TDX, UP_TO_DATE.withTdxModuleStatus(TcbStatus.REVOKED));
        byte[] quote = Simulation.PLATFORM.tdxQuote(
                TdSpec.of(TdSpec.Version.TDX_1_5, Simulation.MRTD), Simulation.REPORT_DATA);

        assertThat(Simulation.claims(quote, collateral).tcb().status()).isEqualTo(TcbStatus.REVOKED);
    }

    @Test
    void advisesRelaunchWhenOnlyTheModuleAtLaunchIsOld() {
        TdSpec launchedOnOldModule = TdSpec.of(TdSpec.Version.TDX_1_5, Simulation.MRTD)
                .withTeeTcbSvn(Bytes.ofHex("03010600000000000000000000000000"));
        byte[] quote = Simulation.PLATFORM.tdxQuote(launchedOnOldModule, Simulation.REPORT_DATA);

        VerifiedClaims claims = Simulation.claims(quote, TDX);

        assertThat(claims.tcb().status()).isEqualTo(TcbStatus.TD_RELAUNCH_ADVISED);
        assertThat(claims.tcb().currentStatus()).contains(TcbStatus.UP_TO_DATE);
    }

    @Test
    void advisesRelaunchAndConfigurationWhenBothAreNeeded() {
        VerifiedCollateral collateral =
                Simulation.collateral(Tee.TDX, UP_TO_DATE.withPlatformStatus(TcbStatus.CONFIGURATION_NEEDED));
        TdSpec launchedOnOldModule = TdSpec.of(TdSpec.Version.TDX_1_5_EX, Simulation.MRTD)
                .withTeeTcbSvn(Bytes.ofHex("03010600000000000000000000000000"));
        byte[] quote = Simulation.PLATFORM.tdxQuote(launchedOnOldModule, Simulation.REPORT_DATA);

        assertThat(Simulation.claims(quote, collateral).tcb().status())
                .isEqualTo(TcbStatus.TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED);
    }

    @Test
    void refusesATdxModuleWithoutIdentity() {
        TdSpec unknownModule = TdSpec.of(TdSpec.Version.TDX_1_0, Simulation.MRTD)
                .withTeeTcbSvn(Bytes.ofHex("05090600000000000000000000000000"));
        byte[] quote = Simulation.PLATFORM.tdxQuote(unknownModule, Simulation.REPORT_DATA);

        assertThat(Simulation.refusalOf(quote, TDX)).isEqualTo(VerificationStatus.TDX_MODULE_MISMATCH);
    }

    @Test
    void doesNotTrustTheOrderOfLevels() {
        VerifiedCollateral reversed = Simulation.collateral(
                Tee.SGX, UP_TO_DATE.withLevels(UP_TO_DATE.levels().reversed()));
        byte[] quote = Simulation.PLATFORM.sgxQuote(Simulation.ENCLAVE, Simulation.REPORT_DATA);

        assertThat(Simulation.claims(quote, reversed).tcb().status()).isEqualTo(TcbStatus.UP_TO_DATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "<"})
    void matchesALevelOnlyWhenEverySvnReachesIt(String relation) {
        Bytes components = relation.equals("=")
                ? Simulation.SPEC.sgxTcbComponents()
                : Bytes.ofHex("08080808080808080808080808070000");
        SimulatedPlatform platform = Simulation.PKI.platform(Simulation.SPEC.withSgxTcbComponents(components));

        TcbStatus status = Simulation.claims(platform.sgxQuote(Simulation.ENCLAVE, Simulation.REPORT_DATA), SGX)
                .tcb()
                .status();

        assertThat(status).isEqualTo(relation.equals("=") ? TcbStatus.UP_TO_DATE : TcbStatus.OUT_OF_DATE);
    }

    @Test
    void refusesAPlatformBelowEveryLevel() {
        SimulatedPlatform ancient = Simulation.PKI.platform(Simulation.SPEC.withPceSvn(1));

        assertThat(Simulation.refusalOf(ancient.sgxQuote(Simulation.ENCLAVE, Simulation.REPORT_DATA), SGX))
                .isEqualTo(VerificationStatus.TCB_NOT_SUPPORTED);
    }

    @Test
    void refusesARevokedPck() {
        VerifiedCollateral revoking =
                Simulation.collateral(Tee.SGX, UP_TO_DATE.withRevokedPck(Simulation.PLATFORM.pckSerialNumber()));
        byte[] quote = Simulation.PLATFORM.sgxQuote(Simulation.ENCLAVE, Simulation.REPORT_DATA);

        assertThat(Simulation.refusalOf(quote, revoking)).isEqualTo(VerificationStatus.SGX_PCK_REVOKED);
    }

    @Test
    void refusesARevokedPckOfARememberedPlatform() {
        QuoteVerifier verifier = QuoteVerifier.remembering(4);
        byte[] quote = Simulation.PLATFORM.sgxQuote(Simulation.ENCLAVE, Simulation.REPORT_DATA);
        VerifiedCollateral revoking =
                Simulation.collateral(Tee.SGX, UP_TO_DATE.withRevokedPck(Simulation.PLATFORM.pckSerialNumber()));
        VerificationResult before = verifier.verify(Simulation.parse(quote), SGX, Simulation.NOW);
        VerificationResult after = verifier.verify(Simulation.parse(quote), revoking, Simulation.NOW);

        assertThat(before).isInstanceOf(VerificationResult.Verified.class);
        assertThat(after)
                .isInstanceOfSatisfying(
                        VerificationResult.Rejected.class,
                        rejected -> assertThat(rejected.status()).isEqualTo(VerificationStatus.SGX_PCK_REVOKED));
    }

    @Test
    void checksEverythingElseOfARememberedAttestationKey() {
        QuoteVerifier verifier = QuoteVerifier.remembering(4);
        byte[] quote = Simulation.PLATFORM.sgxQuote(Simulation.ENCLAVE, Simulation.REPORT_DATA);
        verifier.verify(Simulation.parse(quote), SGX, Simulation.NOW);
        byte[] otherBody = quote.clone();
        otherBody[400] ^= 1;
        byte[] otherQeReport = quote.clone();
        otherQeReport[436 + 128] ^= 1;
        byte[] otherKey = quote.clone();
        otherKey[436 + 64] ^= 1;

        assertThat(statusOf(verifier.verify(Simulation.parse(quote), SGX, Simulation.NOW)))
                .isEqualTo(VerificationStatus.OK);
        assertThat(statusOf(verifier.verify(Simulation.parse(otherBody), SGX, Simulation.NOW)))
                .isEqualTo(VerificationStatus.INVALID_QUOTE_SIGNATURE);
        assertThat(statusOf(verifier.verify(Simulation.parse(otherQeReport), SGX, Simulation.NOW)))
                .isEqualTo(VerificationStatus.INVALID_QE_REPORT_SIGNATURE);
        assertThat(statusOf(verifier.verify(Simulation.parse(otherKey), SGX, Simulation.NOW)))
                .isEqualTo(VerificationStatus.INVALID_QE_REPORT_DATA);
    }

    private static VerificationStatus statusOf(VerificationResult result) {
        return switch (result) {
            case VerificationResult.Verified verified -> verified.status();
            case VerificationResult.Rejected rejected -> rejected.status();
        };
    }

    @Test
    void refusesRevokedAuthorities() {
        assertThat(Simulation.refusalOf(Simulation.collateralBytes(
                        Tee.SGX, UP_TO_DATE.withRevokedByRoot(TcbScenario.RootIssued.PLATFORM_CA))))
                .isEqualTo(VerificationStatus.SGX_INTERMEDIATE_CA_REVOKED);
        assertThat(Simulation.refusalOf(Simulation.collateralBytes(
                        Tee.SGX, UP_TO_DATE.withRevokedByRoot(TcbScenario.RootIssued.TCB_SIGNING))))
                .isEqualTo(VerificationStatus.SGX_TCB_SIGNING_CERT_REVOKED);
    }

    @Test
    void refusesAQuotingEnclaveInDebugMode() {
        byte[] quote = Simulation.PLATFORM.sgxQuote(
                3,
                Simulation.ENCLAVE,
                Simulation.REPORT_DATA,
                QuoteOptions.standard().withQeDebug());

        assertThat(Simulation.refusalOf(quote, SGX)).isEqualTo(VerificationStatus.QE_IDENTITY_MISMATCH);
    }

    @Test
    void refusesCollateralOfTheOtherCa() {
        SimulatedPlatform underProcessorCa = Simulation.PKI.platform(Simulation.SPEC.withCa(PckCa.PROCESSOR));
        byte[] quote = underProcessorCa.sgxQuote(Simulation.ENCLAVE, Simulation.REPORT_DATA);

        assertThat(Simulation.refusalOf(quote, SGX)).isEqualTo(VerificationStatus.SGX_CRL_UNKNOWN_ISSUER);
    }

    @ParameterizedTest
    @EnumSource(value = QuoteOptions.Certification.class, mode = EnumSource.Mode.EXCLUDE, names = "PCK_CHAIN")
    void needsThePckChainBesideAQuoteThatDoesNotHoldIt(QuoteOptions.Certification certification) {
        byte[] quote = Simulation.PLATFORM.sgxQuote(
                3,
                Simulation.ENCLAVE,
                Simulation.REPORT_DATA,
                QuoteOptions.standard().withCertification(certification));

        VerificationResult withChain = QuoteVerifier.create()
                .verify(Simulation.parse(quote), Simulation.PLATFORM.pckChain(), SGX, Simulation.NOW);

        assertThat(withChain).isInstanceOf(VerificationResult.Verified.class);
        assertThat(Simulation.refusalOf(quote, SGX))
                .isEqualTo(VerificationStatus.UNSUPPORTED_QE_CERTIFICATION_DATA_TYPE);
    }

    /** Intel's own SGX sample has two bytes too few; its library does not read what nothing signs. */
    @Test
    void acceptsAPlainPpidOfAnotherLayoutBesideThePckChain() {
        byte[] whole = Simulation.PLATFORM.sgxQuote(
                3,
                Simulation.ENCLAVE,
                Simulation.REPORT_DATA,
                QuoteOptions.standard().withCertification(QuoteOptions.Certification.PLAIN_PPID));
        byte[] shorter = Arrays.copyOf(whole, whole.length - 2);
        int authenticationLength = 432;
        int certificationLength = shorter.length - 34 - 4;
        shorter[authenticationLength] = (byte) (shorter[authenticationLength] - 2);
        shorter[certificationLength] = (byte) (shorter[certificationLength] - 2);

        assertThat(statusOf(QuoteVerifier.create()
                        .verify(Simulation.parse(shorter), Simulation.PLATFORM.pckChain(), SGX, Simulation.NOW)))
                .isEqualTo(VerificationStatus.OK);
    }

    @Test
    void refusesAPlainPpidOfAnotherPlatformBesideThePckChain() {
        byte[] quote = Simulation.PLATFORM.sgxQuote(
                3,
                Simulation.ENCLAVE,
                Simulation.REPORT_DATA,
                QuoteOptions.standard().withCertification(QuoteOptions.Certification.PLAIN_PPID));
        quote[quote.length - 36] ^= 1; // first byte of the PPID

        assertThat(statusOf(QuoteVerifier.create()
                        .verify(Simulation.parse(quote), Simulation.PLATFORM.pckChain(), SGX, Simulation.NOW)))
                .isEqualTo(VerificationStatus.PCK_CERT_MISMATCH);
    }

    @Test
    void refusesThePckChainOfAnotherPlatform() {
        SimulatedPlatform other = Simulation.PKI.platform(PlatformSpec.named("other"));
        byte[] quote = Simulation.PLATFORM.sgxQuote(
                3,
                Simulation.ENCLAVE,
                Simulation.REPORT_DATA,
                QuoteOptions.standard().withCertification(QuoteOptions.Certification.ENCRYPTED_PPID_3072));

        VerificationResult result =
                QuoteVerifier.create().verify(Simulation.parse(quote), other.pckChain(), SGX, Simulation.NOW);

        assertThat(result)
                .isInstanceOfSatisfying(
                        VerificationResult.Rejected.class,
                        rejected -> assertThat(rejected.status())
                                .isEqualTo(VerificationStatus.INVALID_QE_REPORT_SIGNATURE));
    }

    @Test
    void staysOutsideOfIntelsTrustDomain() {
        CollateralResult result = CollateralVerifier.verify(
                Simulation.collateralBytes(Tee.SGX, UP_TO_DATE),
                TrustRoot.intel(),
                CollateralRules.standard(),
                Simulation.NOW);

        assertThat(result)
                .isInstanceOfSatisfying(
                        CollateralResult.Rejected.class,
                        rejected -> assertThat(rejected.status())
                                .isEqualTo(VerificationStatus.SGX_PCK_CERT_CHAIN_UNTRUSTED));
        assertThat(Simulation.PKI.trustRoot().trustDomain()).isEqualTo(TrustDomain.SIMULATED);
        assertThat(Simulation.PKI.trustRoot().certificate().subjectCommonName())
                .isEqualTo("SIMULATED SGX Root CA - NOT INTEL");
        assertThatThrownBy(() -> TrustRoot.simulated(pem(TrustRoot.intel())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Bytes pem(TrustRoot root) {
        String base64 = java.util.Base64.getEncoder()
                .encodeToString(root.certificate().der().toByteArray());
        String text = "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
        return Bytes.copyOf(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    @Test
    void refusesCollateralBelowTheFloor() {
        CollateralResult result = CollateralVerifier.verify(
                Simulation.collateralBytes(Tee.SGX, UP_TO_DATE.withTcbEvaluationDataNumber(17)),
                Simulation.PKI.trustRoot(),
                CollateralRules.standard().withMinimumTcbEvaluationDataNumber(18),
                Simulation.NOW);

        assertThat(result)
                .isInstanceOfSatisfying(
                        CollateralResult.Rejected.class,
                        rejected -> assertThat(rejected.status())
                                .isEqualTo(VerificationStatus.TCB_EVALUATION_DATA_NUMBER_BELOW_FLOOR));
    }

    @Test
    void namesTheCollateralThatAQuoteNeeds() throws Exception {
        byte[] quote = Simulation.PLATFORM.tdxQuote(
                TdSpec.of(TdSpec.Version.TDX_1_0, Simulation.MRTD), Simulation.REPORT_DATA);

        Optional<CollateralKey> key = CollateralKey.of(Simulation.parse(quote));

        assertThat(key).contains(new CollateralKey(Tee.TDX, PlatformSpec.SIMULATED_FMSPC, PckCa.PLATFORM));
        assertThat(TDX.key()).isEqualTo(key.orElseThrow());
    }

    @Test
    void keepsThePlatformIdWhenThePckChanges() {
        SimulatedPlatform recovered = Simulation.PKI.platform(
                Simulation.SPEC.withSgxTcbComponents(Bytes.ofHex("09090909090909090909090909090000")));
        List<VerifiedClaims> claims = Stream.of(Simulation.PLATFORM, recovered)
                .map(platform -> Simulation.claims(platform.sgxQuote(Simulation.ENCLAVE, Simulation.REPORT_DATA), SGX))
                .toList();

        assertThat(claims.get(0).claims().platform().platformId())
                .isEqualTo(claims.get(1).claims().platform().platformId());
        assertThat(claims.get(0).claims().platform().pckSerialNumber())
                .isNotEqualTo(claims.get(1).claims().platform().pckSerialNumber());
    }

    @Test
    void refusesEverythingOutsideTheValidityWindows() {
        byte[] quote = Simulation.PLATFORM.sgxQuote(Simulation.ENCLAVE, Simulation.REPORT_DATA);
        Instant first = SGX.validFrom();
        Instant last = SGX.validTo();

        assertThat(first).isEqualTo(Simulation.ISSUED);
        assertThat(last).isEqualTo(Simulation.ISSUED.plus(UP_TO_DATE.lifetime()));
        assertThat(isVerifiedAt(quote, first.minusSeconds(1))).isFalse();
        assertThat(isVerifiedAt(quote, first)).isTrue();
        assertThat(isVerifiedAt(quote, last)).isTrue();
        assertThat(isVerifiedAt(quote, last.plusSeconds(1))).isFalse();
    }

    private static boolean isVerifiedAt(byte[] quote, Instant instant) {
        return QuoteVerifier.create().verify(Simulation.parse(quote), SGX, instant)
                instanceof VerificationResult.Verified;
    }
}
