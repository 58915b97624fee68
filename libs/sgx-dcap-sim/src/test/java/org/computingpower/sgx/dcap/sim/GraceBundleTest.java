package org.computingpower.sgx.dcap.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.appraise.Check;
import org.computingpower.sgx.dcap.appraise.Decision;
import org.computingpower.sgx.dcap.appraise.EvidenceBundle;
import org.computingpower.sgx.dcap.appraise.EvidenceChecker;
import org.computingpower.sgx.dcap.appraise.EvidenceReport;
import org.computingpower.sgx.dcap.appraise.GraceHistory;
import org.computingpower.sgx.dcap.appraise.LastAccepted;
import org.computingpower.sgx.dcap.appraise.Policy;
import org.computingpower.sgx.dcap.appraise.SgxMeasurement;
import org.computingpower.sgx.dcap.crypto.Sha256;
import org.computingpower.sgx.dcap.json.JsonFormatException;
import org.computingpower.sgx.dcap.parse.CertificateFormatException;
import org.computingpower.sgx.dcap.parse.PemChain;
import org.junit.jupiter.api.Test;

/** An offline check of evidence that stands by the grace after a TCB recovery. */
class GraceBundleTest {
    /** Of the scenario: when the newest TCB level was published. */
    private static final Instant RECOVERY = Instant.parse("2026-01-14T00:00:00Z");

    private static final Instant NOW = RECOVERY.plus(Duration.ofDays(20));
    private static final Duration GRACE = Duration.ofDays(30);
    private static final SimulatedPki PKI =
            SimulatedPki.create(Bytes.copyOf(new byte[32]), NOW.minus(Duration.ofDays(9)));
    private static final PlatformSpec SPEC = PlatformSpec.named("one");
    private static final TcbScenario RECOVERED =
            TcbScenario.upToDate().withTcbEvaluationDataNumber(17).afterTcbRecovery("SIM-SA-1");
    private static final EnclaveSpec ENCLAVE = EnclaveSpec.simulatedGateway();

    private final Policy policy = Policy.standard(1, PKI.trustRoot().sha256())
            .sgx(List.of(new SgxMeasurement.ByEnclave(ENCLAVE.mrEnclave())))
            .outOfDateGrace(GRACE)
            .build();
    private final EvidenceChecker checker =
            new EvidenceChecker(PKI.trustRoot(), Sha256.of(policy.toDocument()), Duration.ofHours(24));

    private static GraceHistory history(int acceptedNumber) throws CertificateFormatException {
        PccsContent.Response list = PccsContent.of(PKI, Set.of(SPEC), RECOVERED, NOW.minusSeconds(60))
                .get("/sgx/certification/v4/tcbevaluationdatanumbers", Map.of())
                .orElseThrow();
        return new GraceHistory(
                new LastAccepted(acceptedNumber, SPEC.sgxTcbComponents(), SPEC.pceSvn(), Optional.empty()),
                list.body(),
                PemChain.ofHeader(list.headers().values().iterator().next()));
    }

    private EvidenceBundle bundle(Optional<GraceHistory> grace, Instant at) {
        return new EvidenceBundle(
                Bytes.copyOf(PKI.platform(SPEC).sgxQuote(ENCLAVE, Bytes.copyOf(new byte[64]))),
                Optional.empty(),
                PKI.collateral(Tee.SGX, SPEC, RECOVERED, NOW.minusSeconds(60)),
                policy.toDocument(),
                at,
                Optional.empty(),
                grace);
    }

    private static List<String> with(EvidenceReport report, Check.Outcome outcome) {
        return report.checks().stream()
                .filter(check -> check.outcome() == outcome)
                .map(Check::name)
                .toList();
    }

    @Test
    void acceptsWithTheServicesWordForTheEarlierAcceptanceOnly() throws Exception {
        EvidenceBundle sent = bundle(Optional.of(history(17)), NOW);

        EvidenceReport report = checker.check(EvidenceBundle.parse(sent.toJson()), NOW);

        assertThat(report.decision()).isEqualTo(Decision.ACCEPT_WITH_WARNINGS);
        assertThat(with(report, Check.Outcome.PASS)).contains("tcb-recovery");
        assertThat(with(report, Check.Outcome.WARN)).containsExactly("last-accepted", "tcb-status");
    }

    @Test
    void refusesWithoutHistoryAndForANodeThatIsNew() throws Exception {
        assertThat(with(checker.check(bundle(Optional.empty(), NOW), NOW), Check.Outcome.FAIL))
                .containsExactly("tcb-status");
        assertThat(with(checker.check(bundle(Optional.of(history(18)), NOW), NOW), Check.Outcome.FAIL))
                .containsExactly("tcb-status");
    }

    @Test
    void refusesADateThatIntelDidNotSign() throws Exception {
        GraceHistory good = history(17);
        String later = new String(good.evaluationNumbers().toByteArray(), StandardCharsets.US_ASCII)
                .replace("2026-01-14", "2026-01-24");
        GraceHistory forged = new GraceHistory(
                good.lastAccepted(),
                Bytes.copyOf(later.getBytes(StandardCharsets.US_ASCII)),
                good.evaluationNumbersIssuerChain());

        EvidenceReport report = checker.check(bundle(Optional.of(forged), NOW), NOW);

        assertThat(with(report, Check.Outcome.FAIL)).containsExactly("tcb-status");
        assertThat(with(report, Check.Outcome.WARN)).contains("tcb-recovery");
    }

    @Test
    void endsTheGraceToTheSecond() throws Exception {
        Instant end = RECOVERY.plus(GRACE);
        Optional<GraceHistory> history = Optional.of(history(17));

        assertThat(checker.check(bundle(history, end.minusSeconds(1)), end).decision())
                .isEqualTo(Decision.ACCEPT_WITH_WARNINGS);
        assertThat(with(checker.check(bundle(history, end), end), Check.Outcome.FAIL))
                .containsExactly("tcb-status");
    }

    @Test
    void readsNoHistoryWithPartsMissingOrOfAnotherSize() throws Exception {
        String json = new String(bundle(Optional.of(history(17)), NOW).toJson().toByteArray(), StandardCharsets.UTF_8);
        String components = "\"sgxTcbComponents\":\"" + SPEC.sgxTcbComponents().hex() + "\"";
        assertThat(json).contains(components);

        assertUnreadable(json.replace("\"evaluationNumbers\":", "\"other\":"));
        assertUnreadable(json.replace(components, "\"sgxTcbComponents\":\"\""));
        assertUnreadable(json.replace(components + ",", ""));
    }

    private static void assertUnreadable(String json) {
        assertThatThrownBy(() -> EvidenceBundle.parse(Bytes.copyOf(json.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(JsonFormatException.class);
    }
}
