package org.computingpower.attestation.adapter.pcs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.computingpower.attestation.application.CollateralSource.Fetched;
import org.computingpower.attestation.config.AttestationConfig;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.PckCa;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.collateral.CollateralKey;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.CollateralRules;
import org.computingpower.sgx.dcap.collateral.CollateralVerifier;
import org.computingpower.sgx.dcap.collateral.TrustRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Collateral that Intel signed, served as a PCS and as a PCCS serve it. */
class PcsCollateralSourceTest {
    private static final Path RECORDED = Path.of("../libs/sgx-dcap/src/test/resources/attestation-vectors/positive")
            .resolve("tdx_v4_b0c06f000000_f1c85033_234265");
    private static final Instant NOW = Instant.parse("2025-07-04T10:16:31Z");
    private static final CollateralKey KEY = new CollateralKey(Tee.TDX, Bytes.ofHex("b0c06f000000"), PckCa.PLATFORM);
    private static final String TCB = "/tdx/certification/v4/tcb?fmspc=b0c06f000000";
    private static final String IDENTITY = "/tdx/certification/v4/qe/identity";
    private static final String PCK_CRL = "/sgx/certification/v4/pckcrl?ca=platform&encoding=der";
    private static final String ROOT_CRL = "/sgx/certification/v4/rootcacrl";
    private static final String NUMBERS = "/tdx/certification/v4/tcbevaluationdatanumbers";

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Set<String> requests = ConcurrentHashMap.newKeySet();
    private HttpServer server;
    private String base;

    private record Answer(int status, Map<String, String> headers, Bytes body) {
        Answer(int status, Map<String, String> headers, byte[] body) {
            this(status, headers, Bytes.copyOf(body));
        }
    }

    private record Endpoint(URI url, Optional<URI> rootCrlUrl, Duration timeout, Duration refresh, Duration retry)
            implements AttestationConfig.Collateral {}

    private record Intake(int maxInProgress, int maxBatch) implements AttestationConfig.Submission {}

    private record Limits(int threads, int maxBatch, Duration patience) implements AttestationConfig.Judging {}

    private record Config(
            AttestationConfig.Collateral collateral,
            AttestationConfig.TrustRoot trustRoot,
            AttestationConfig.Submission submission,
            AttestationConfig.Judging judging)
            implements AttestationConfig {}

    @BeforeEach
    void serveRecordedCollateral() throws IOException {
        answers.put(TCB, signed("tcb_info", "TCB-Info-Issuer-Chain"));
        answers.put(IDENTITY, signed("qe_identity", "SGX-Enclave-Identity-Issuer-Chain"));
        answers.put(
                PCK_CRL,
                new Answer(200, Map.of("SGX-PCK-CRL-Issuer-Chain", chain("pck_crl_chain.pem")), read("pck.crl")));
        answers.put(ROOT_CRL, new Answer(200, Map.of(), hex(read("root_ca.crl"))));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        base = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static byte[] read(String name) throws IOException {
        return Files.readAllBytes(RECORDED.resolve(name));
    }

    private static byte[] hex(byte[] der) {
        return HexFormat.of().formatHex(der).getBytes(StandardCharsets.US_ASCII);
    }

    /** As the services write it: blanks as %20. */
    private static String chain(String name) throws IOException {
        return URLEncoder.encode(Files.readString(RECORDED.resolve(name)), StandardCharsets.US_ASCII)
                .replace("+", "%20");
    }

    private static Answer signed(String name, String header) throws IOException {
        return new Answer(200, Map.of(header, chain(name + "_chain.pem")), read(name + ".json"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestURI().toString();
        requests.add(request);
        Answer answer = answers.getOrDefault(request, new Answer(404, Map.of(), new byte[0]));
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
        if (answer.body().isEmpty()) {
            exchange.sendResponseHeaders(answer.status(), -1);
        } else {
            exchange.sendResponseHeaders(answer.status(), answer.body().length());
            exchange.getResponseBody().write(answer.body().toByteArray());
        }
        exchange.close();
    }

    private Fetched fetch(Optional<URI> rootCrlUrl) {
        Duration limit = Duration.ofSeconds(10);
        PcsCollateralSource source = new PcsCollateralSource(new Config(
                new Endpoint(URI.create(base), rootCrlUrl, limit, limit, limit),
                Optional::empty,
                new Intake(1, 1),
                new Limits(1, 1, limit)));
        try {
            return source.fetch(KEY).await().atMost(Duration.ofSeconds(30));
        } finally {
            source.close();
        }
    }

    private static void assertVerified(Fetched fetched) {
        assertThat(fetched)
                .isInstanceOfSatisfying(
                        Fetched.Found.class,
                        found -> assertThat(CollateralVerifier.verify(
                                        found.bytes(), TrustRoot.intel(), CollateralRules.standard(), NOW))
                                .isInstanceOfSatisfying(
                                        CollateralResult.Verified.class,
                                        verified -> assertThat(
                                                        verified.collateral().key())
                                                .isEqualTo(KEY)));
    }

    @Test
    void asksForEachPartByItsV4PathAndGetsWhatIntelSigned() {
        assertVerified(fetch(Optional.empty()));
        assertThat(requests).containsExactlyInAnyOrder(TCB, IDENTITY, PCK_CRL, ROOT_CRL, NUMBERS);
    }

    @Test
    void readsTheHeaderOfAnOldPccs() throws IOException {
        answers.put(TCB, signed("tcb_info", "SGX-TCB-Info-Issuer-Chain"));

        assertVerified(fetch(Optional.empty()));
    }

    @Test
    void takesTheListOfTheRootFromWhereIntelKeepsIt() throws IOException {
        answers.remove(ROOT_CRL);
        answers.put("/IntelSGXRootCA.der", new Answer(200, Map.of(), read("root_ca.crl")));

        assertVerified(fetch(Optional.of(URI.create(base + "/IntelSGXRootCA.der"))));
        assertThat(requests).doesNotContain(ROOT_CRL);
    }

    @Test
    void knowsWhenAPlatformFamilyIsUnknown() {
        answers.remove(TCB);

        assertThat(fetch(Optional.empty())).isEqualTo(new Fetched.Unknown("FMSPC b0c06f000000"));
    }

    @ParameterizedTest
    @CsvSource({
        "/tdx/certification/v4/tcb?fmspc=b0c06f000000, 500, FMSPC b0c06f000000: status 500",
        "/tdx/certification/v4/tcb?fmspc=b0c06f000000, 302, FMSPC b0c06f000000: status 302",
        "/tdx/certification/v4/tcb?fmspc=b0c06f000000, 200, FMSPC b0c06f000000: header TCB-Info-Issuer-Chain missing",
        "/tdx/certification/v4/qe/identity, 404, QE identity: status 404",
        "/sgx/certification/v4/pckcrl?ca=platform&encoding=der, 429, PCK CRL: status 429",
        "/sgx/certification/v4/rootcacrl, 503, root CRL: status 503"
    })
    void failsAsAWholeWhenOnePartIsMissing(String path, int status, String reason) {
        answers.put(path, new Answer(status, Map.of("Location", base + IDENTITY), new byte[0]));

        assertThat(fetch(Optional.empty())).isEqualTo(new Fetched.Failed(reason));
    }

    @Test
    void readsNoMoreThanTheLimitOfABody() {
        answers.put(ROOT_CRL, new Answer(200, Map.of(), new byte[9 * 1024 * 1024]));

        assertThat(fetch(Optional.empty())).isInstanceOf(Fetched.Failed.class);
    }
}
