package org.computingpower.sgx.dcap.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
    private static final Bytes PLATFORM_ID = Sha256.of(
            Bytes.copyOf("CPP/platform/v1".getBytes(StandardCharsets.US_ASCII)),
            PKI.platform(SPEC).ppid());
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
                new LastAccepted(PLATFORM_ID, acceptedNumber, SPEC.sgxTcbComponents(), SPEC.pceSvn(), Optional.empty()),
                RECOVERY,
                list.body(),
                PemChain.ofHeader(list.headers().values().iterator().next()));
    }

    private EvidenceBundle bundle(Optional<GraceHistory> grace, Instant at) {
        return bundle(grace, at, RECOVERED);
    }

    private EvidenceBundle bundle(Optional<GraceHistory> grace, Instant at, TcbScenario scenario) {
        return new EvidenceBundle(
                Bytes.copyOf(PKI.platform(SPEC).sgxQuote(ENCLAVE, Bytes.copyOf(new byte[64]))),
                Optional.empty(),
                PKI.collateral(Tee.SGX, SPEC, scenario, NOW.minusSeconds(60)),
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
                good.recoveryEventDate(),
                Bytes.copyOf(later.getBytes(StandardCharsets.US_ASCII)),
                good.evaluationNumbersIssuerChain());

        EvidenceReport report = checker.check(bundle(Optional.of(forged), NOW), NOW);

        assertThat(with(report, Check.Outcome.FAIL)).containsExactly("tcb-status");
        assertThat(with(report, Check.Outcome.WARN)).contains("tcb-recovery");
    }

    /** Number 19 came when the grace after 18 was over, or is on a list that 18 is no longer on. */
    @Test
    void letsNoLaterRecoveryBeginTheGraceAgain() throws Exception {
        TcbScenario again = RECOVERED.withTcbEvaluationDataNumber(19);
        Instant over = NOW.minus(GRACE);
        Instant fresh = NOW.minus(Duration.ofDays(1));
        Map<Integer, Instant> both = Map.of(18, over, 19, fresh);
        Map<Integer, Instant> shortened = Map.of(19, fresh);

        assertThat(failures(again, listing(Map.of(18, fresh, 19, NOW), fresh))).isEmpty();
        assertThat(failures(again, listing(both, over))).containsExactly("tcb-status");
        assertThat(failures(again, listing(both, fresh))).containsExactly("tcb-status");
        assertThat(failures(again, listing(shortened, over))).containsExactly("tcb-status");
        assertThat(failures(RECOVERED, listing(shortened, fresh))).containsExactly("tcb-status");
    }

    @Test
    void refusesTheAcceptanceOfAnotherPlatform() throws Exception {
        GraceHistory good = history(17);
        GraceHistory moved = new GraceHistory(
                new LastAccepted(
                        Bytes.ofHex("ee".repeat(32)), 17, SPEC.sgxTcbComponents(), SPEC.pceSvn(), Optional.empty()),
                good.recoveryEventDate(),
                good.evaluationNumbers(),
                good.evaluationNumbersIssuerChain());

        assertThat(with(checker.check(bundle(Optional.of(moved), NOW), NOW), Check.Outcome.FAIL))
                .containsExactly("tcb-status");
    }

    private List<String> failures(TcbScenario scenario, GraceHistory history) throws JsonFormatException {
        EvidenceBundle sent = bundle(Optional.of(history), NOW, scenario);
        return with(checker.check(EvidenceBundle.parse(sent.toJson()), NOW), Check.Outcome.FAIL);
    }

    /** Accepted under 17, with a signed list of these dates, and since when the service counts. */
    private static GraceHistory listing(Map<Integer, Instant> dates, Instant countedFrom) throws Exception {
        GraceHistory good = history(17);
        String entries = dates.entrySet().stream()
                .map(entry -> "{\"tcbEvaluationDataNumber\":" + entry.getKey() + ",\"tcbRecoveryEventDate\":\""
                        + entry.getValue() + "\"}")
                .collect(Collectors.joining(","));
        String text = new String(good.evaluationNumbers().toByteArray(), StandardCharsets.US_ASCII);
        String body = text.substring(text.indexOf(":{") + 1, text.indexOf("[{")) + "[" + entries + "]}";
        String signature =
                HexFormat.of().formatHex(PKI.tcbSigningKey().signRaw(body.getBytes(StandardCharsets.US_ASCII)));
        String list = "{\"tcbEvaluationDataNumbers\":" + body + ",\"signature\":\"" + signature + "\"}";
        return new GraceHistory(
                good.lastAccepted(),
                countedFrom,
                Bytes.copyOf(list.getBytes(StandardCharsets.US_ASCII)),
                good.evaluationNumbersIssuerChain());
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
        assertUnreadable(json.replace("\"platformId\":", "\"other\":"));
        assertUnreadable(json.replace("\"recoveryEventDate\":", "\"other\":"));
    }

    private static void assertUnreadable(String json) {
        assertThatThrownBy(() -> EvidenceBundle.parse(Bytes.copyOf(json.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(JsonFormatException.class);
    }
}
