package org.computingpower.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.computingpower.gateway.application.CurrentQuote;
import org.computingpower.gateway.application.NodeIdentity;
import org.computingpower.gateway.application.QuoteStore;
import org.computingpower.gateway.application.orders.WorkloadDriver;
import org.computingpower.gateway.application.user.ReceiveData;
import org.computingpower.gateway.domain.Blob;
import org.computingpower.gateway.domain.cpu.CpuSet;
import org.computingpower.gateway.fixture.Market;
import org.computingpower.gateway.fixture.Yaml;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.AccessGrant;
import org.computingpower.terms.signed.DataManifest;
import org.computingpower.terms.signed.DeploymentStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real containers: deployment, sealed data, access, pause, update, refusal, removal. Needs Podman as root; fails without. */
@QuarkusTest
@QuarkusTestResource(
        value = GatewayResource.class,
        initArgs = @ResourceArg(name = "podman", value = "true"),
        restrictToAnnotatedClass = true)
class PodmanGatewayIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final SigningKey USER = Market.key("user");
    private static final Bytes32 QUOTE = Digests.keccak256OfText("quote");

    private static String image = "";

    @Inject
    NodeIdentity node;

    @Inject
    WorkloadDriver driver;

    @Inject
    QuoteStore quotes;

    private final MarketStub stub = GatewayResource.stub();
    private final OrderId orderId = new OrderId(Digests.keccak256OfText("order " + Instant.now()));

    @BeforeAll
    static void buildImage() throws Exception {
        Path context = Files.createTempDirectory("echo-image");
        Files.copy(Path.of("/bin/busybox"), context.resolve("busybox"));
        // It serves what it was given: the user's data and the settings of its ConfigMap.
        Files.writeString(context.resolve("Containerfile"), """
                FROM scratch
                COPY --chmod=0755 busybox /bin/busybox
                USER 65532:65532
                ENTRYPOINT ["/bin/busybox", "httpd", "-f", "-p", "8080", "-h", "/"]
                """);
        run("podman", "build", "--quiet", "--tag", "localhost/computing-power/echo:it", context.toString());
        String digest =
                run("podman", "image", "inspect", "--format", "{{.Digest}}", "localhost/computing-power/echo:it");
        image = "localhost/computing-power/echo@" + digest.strip();
    }

    @AfterEach
    void removeLeftovers() throws Exception {
        desire(List.of());
        await().atMost(PATIENCE).until(() -> driver.present().isEmpty());
    }

    @Test
    void runsAnOrderFromDeploymentToRemoval() throws Exception {
        quotes.replace(new CurrentQuote(QUOTE, Market.address("stake"), Market.address("payee"), 1));
        String settings = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {rate: \"0.5\"}\n";
        String yaml = Yaml.admitted(image)
                        .replace("volumeMounts:", "volumeMounts:\n            - {name: settings, mountPath: /settings}")
                        .replace(
                                "volumes:", "volumes:\n        - name: settings\n          configMap: {name: settings}")
                + settings;
        stub.answers.put("/app.yaml", yaml.getBytes(StandardCharsets.UTF_8));
        desire(List.of(order(1, "/app.yaml", Digests.sha256(yaml.getBytes(StandardCharsets.UTF_8)))));

        JsonNode ready = awaitPhase(1, "READY");
        PinnedClient client = new PinnedClient(node.tlsSpkiSha256(), GatewayResource.publicPort);
        String session = openSession(client);
        HttpResponse<String> sealed = client.post("/data/v1/orders/" + orderId, message());

        assertThat(signed(ready)).isTrue();
        assertThat(sealed.statusCode()).as(sealed.body()).isEqualTo(200);
        assertThat(client.get(app("/data/in/1"), session).body()).isEqualTo("1,2\n");
        assertThat(client.get(app("/settings/rate"), session).body()).isEqualTo("0.5");
        assertThat(client.get(app("/data/in/1"), null).statusCode()).isEqualTo(401);
        assertThat(client.get("/apps/" + Digests.keccak256OfText("other") + "/", session)
                        .statusCode())
                .isEqualTo(401);
        assertThat(client.post("/data/v1/orders/" + orderId, message()).statusCode())
                .isEqualTo(409);

        driver.pause(orderId);
        assertThat(driver.status(orderId).ready()).isTrue();
        driver.resume(orderId);
        assertThat(client.get(app("/data/in/1"), session).statusCode()).isEqualTo(200);

        desire(List.of());
        await().atMost(PATIENCE).until(() -> driver.present().isEmpty());
        assertThat(client.get(app("/data/in/1"), session).statusCode()).isEqualTo(401);
        assertThat(run("podman", "ps", "--all", "--filter", "label=org.computingpower.order=" + orderId, "-q"))
                .isBlank();
        assertThat(run("podman", "volume", "ls", "--quiet"))
                .doesNotContain(orderId.toString().substring(2, 18));
        await().atMost(PATIENCE)
                .until(() -> !Files.exists(GatewayResource.folder().resolve("opened/" + orderId)));
    }

    @Test
    void keepsTheReservedCpusFromASharedTenant() throws Exception {
        byte[] yaml = Yaml.admitted(image).getBytes(StandardCharsets.UTF_8);
        stub.answers.put("/shared.yaml", yaml);
        Map<String, Object> shared = order(1, "/shared.yaml", Digests.sha256(yaml));
        shared.put("mode", "SHARED");
        desire(List.of(shared));
        awaitPhase(1, "READY");
        String container = containers().getFirst();

        assertThat(cpusOf(container)).isNotEmpty().doesNotContain(GatewayResource.lastCpu());
        // A tenant cannot give itself the others.
        run("podman", "exec", container, "/bin/busybox", "taskset", "-p", "ffff", "1");
        assertThat(cpusOf(container)).isNotEmpty().doesNotContain(GatewayResource.lastCpu());

        desire(List.of(order(2, "/shared.yaml", Digests.sha256(yaml))));
        awaitPhase(2, "READY");
        assertThat(cpusOf(containers().getFirst())).contains(GatewayResource.lastCpu());
    }

    /** The order's containers without the one that holds the pod together. */
    private List<String> containers() throws Exception {
        String names =
                run("podman", "ps", "--filter", "label=org.computingpower.order=" + orderId, "--format", "{{.Names}}");
        return names.lines().filter(name -> !name.endsWith("-infra")).toList();
    }

    private static List<Integer> cpusOf(String container) throws Exception {
        String status = run("podman", "exec", container, "/bin/busybox", "cat", "/proc/1/status");
        return status.lines()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> CpuSet.parse(line.substring("Cpus_allowed_list:".length())))
                .findFirst()
                .orElseThrow()
                .cpus();
    }

    @Test
    void refusesWhatBreaksRulesAndStartsNothing() throws Exception {
        String privileged = Yaml.admitted(image)
                .replace("allowPrivilegeEscalation: false", "privileged: true")
                .replace("emptyDir: {}", "hostPath: {path: /}");
        byte[] bytes = privileged.getBytes(StandardCharsets.UTF_8);
        stub.answers.put("/privileged.yaml", bytes);

        desire(List.of(order(1, "/privileged.yaml", Digests.sha256(bytes))));
        String violations = awaitPhase(1, "FAILED").path("detail").asText();
        desire(List.of(order(2, "/privileged.yaml", Digests.keccak256OfText("another hash"))));
        String wrongHash = awaitPhase(2, "FAILED").path("detail").asText();

        assertThat(violations).contains("privileged", "allowPrivilegeEscalation", "hostPath");
        assertThat(wrongHash).contains("sha256 differs");
        assertThat(driver.status(orderId).generation()).isZero();
    }

    @Test
    void replacesAGenerationAndReportsAnImageThatIsNotThere() throws Exception {
        byte[] good = Yaml.admitted(image).getBytes(StandardCharsets.UTF_8);
        stub.answers.put("/good.yaml", good);
        desire(List.of(order(1, "/good.yaml", Digests.sha256(good))));
        awaitPhase(1, "READY");

        desire(List.of(order(2, "/good.yaml", Digests.sha256(good))));
        awaitPhase(2, "READY");
        assertThat(driver.status(orderId).generation()).isEqualTo(2);

        byte[] absent = Yaml.admitted("localhost/computing-power/absent@sha256:" + "ab".repeat(32))
                .getBytes(StandardCharsets.UTF_8);
        stub.answers.put("/absent.yaml", absent);
        desire(List.of(order(3, "/absent.yaml", Digests.sha256(absent))));
        assertThat(awaitPhase(3, "FETCHING").path("detail").asText()).contains("Podman");
        assertThat(driver.status(orderId).generation()).isZero();
    }

    private void desire(List<Map<String, Object>> orders) {
        stub.answers.put(
                "/api/orders/v1/nodes/" + node.nodeId() + "/desired",
                Map.of("nodeId", node.nodeId(), "toAccept", List.of(), "orders", orders));
        stub.answers.put("/api/orders/v1/nodes/" + node.nodeId() + "/orders/" + orderId + "/status", Map.of());
    }

    private Map<String, Object> order(long generation, String path, Bytes32 sha256) {
        Map<String, Object> order = new HashMap<>();
        order.put("orderId", orderId);
        order.put("state", "ACTIVE");
        order.put("generation", generation);
        order.put("url", stub.url() + path);
        order.put("sha256", sha256);
        order.put("user", USER.address());
        order.put("dataProtection", "SIMULATED");
        order.put("endsAtEpoch", 1_000_000);
        return order;
    }

    private JsonNode awaitPhase(long generation, String phase) {
        List<JsonNode> found = new ArrayList<>();
        await().atMost(PATIENCE).untilAsserted(() -> {
            found.clear();
            stub.received("PUT", orderId + "/status").stream()
                    .map(MarketStub.Received::body)
                    .filter(body -> body.path("status").path("generation").asLong() == generation
                            && body.path("status").path("phase").asText().equals(phase))
                    .forEach(found::add);
            assertThat(found)
                    .as(() -> "statuses: " + stub.received("PUT", "/status"))
                    .isNotEmpty();
        });
        return found.getFirst();
    }

    private boolean signed(JsonNode report) throws IOException {
        DeploymentStatus status = MarketStub.JSON.treeToValue(report.path("status"), DeploymentStatus.class);
        return status.detailHash()
                        .equals(Digests.keccak256OfText(report.path("detail").asText()))
                && status.isSignedBy(
                        node.nodeKey().address(),
                        Signature.parse(report.path("signature").asText()),
                        stub.market().domains());
    }

    private String openSession(PinnedClient client) throws Exception {
        AccessGrant grant = new AccessGrant(
                orderId,
                node.nodeId(),
                "https://127.0.0.1:" + GatewayResource.publicPort,
                Digests.keccak256OfText("nonce"),
                Instant.now().getEpochSecond() + 60);
        Map<String, Object> body = Map.of(
                "grant", grant, "signature", grant.sign(USER, stub.market().domains()));
        HttpResponse<String> opened = client.post("/access/v1/sessions", body);
        assertThat(opened.statusCode()).as(opened.body()).isEqualTo(200);
        assertThat(client.post("/access/v1/sessions", body).statusCode()).isEqualTo(409);
        return MarketStub.JSON.readTree(opened.body()).path("session").asText();
    }

    private Map<String, Object> message() throws Exception {
        HPKE hpke = new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
        HPKEContextWithEncapsulation sender = hpke.setupBaseS(
                new X25519PublicKeyParameters(node.hpkePublicKey().toArray(), 0), new byte[0]);
        byte[] ciphertext =
                sender.seal(ReceiveData.associatedData(orderId, QUOTE), "1,2\n".getBytes(StandardCharsets.UTF_8));
        DataManifest manifest = new DataManifest(orderId, QUOTE, 1, Digests.sha256(ciphertext));
        return Map.of(
                "manifest",
                manifest,
                "signature",
                manifest.sign(USER, stub.market().domains()),
                "encapsulation",
                new Blob(sender.getEncapsulation()),
                "ciphertext",
                new Blob(ciphertext));
    }

    private String app(String path) {
        return "/apps/" + orderId + path;
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
