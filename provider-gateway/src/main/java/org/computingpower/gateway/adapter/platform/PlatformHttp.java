package org.computingpower.gateway.adapter.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computingpower.gateway.application.orders.DesiredOrder;
import org.computingpower.gateway.application.orders.DesiredState;
import org.computingpower.gateway.application.orders.OrderToAccept;
import org.computingpower.gateway.application.orders.Platform;
import org.computingpower.gateway.config.GatewayConfig;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.Acceptance;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.DeploymentStatus;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Offer;
import org.computingpower.terms.signed.Order;
import org.jboss.logging.Logger;

/** registry-service and order-service over HTTP, through the platform's edge. */
@Singleton
public class PlatformHttp implements Platform {
    private static final Logger LOG = Logger.getLogger(PlatformHttp.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final int MAX_ANSWER_BYTES = 1 << 20;

    private final GatewayConfig config;
    private final ProviderToken token;
    private final ObjectMapper json;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** Wires the client. */
    public PlatformHttp(GatewayConfig config, ProviderToken token, ObjectMapper json) {
        this.config = config;
        this.token = token;
        this.json = json;
    }

    @Override
    public Optional<DesiredState> desired(NodeId nodeId) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = send("/api/orders/v1/nodes/" + nodeId + "/desired", Optional.empty(), "GET");
        if (answer.statusCode() == 404) {
            return Optional.empty();
        }
        JsonNode state = body(answer);
        if (!state.path("orders").isArray()) {
            // Anything but a clear answer must not look like "run nothing".
            throw new IOException("The desired state has no orders member");
        }
        List<OrderToAccept> toAccept = new ArrayList<>();
        for (JsonNode view : state.path("toAccept")) {
            toAccept.add(new OrderToAccept(
                    json.treeToValue(view.path("order"), Order.class),
                    Signature.parse(view.path("signature").asText())));
        }
        List<DesiredOrder> orders = new ArrayList<>();
        for (JsonNode order : state.path("orders")) {
            orders.add(parse(order));
        }
        return Optional.of(new DesiredState(toAccept, orders));
    }

    private DesiredOrder parse(JsonNode order) throws IOException {
        try {
            JsonNode url = order.path("url");
            JsonNode sha256 = order.path("sha256");
            return new DesiredOrder(
                    OrderId.parse(order.path("orderId").asText()),
                    order.path("state").asText(),
                    order.path("generation").asLong(),
                    url.isTextual() ? url.asText() : null,
                    sha256.isTextual() ? Bytes32.parse(prefixed(sha256.asText())) : null,
                    org.computingpower.terms.Address.parse(order.path("user").asText()),
                    DataProtection.valueOf(order.path("dataProtection").asText()),
                    order.path("endsAtEpoch").asLong(),
                    order.path("mode").isTextual()
                            ? Mode.valueOf(order.path("mode").asText())
                            : Mode.EXCLUSIVE);
        } catch (IllegalArgumentException e) {
            throw new IOException("A desired order is malformed: " + e.getMessage(), e);
        }
    }

    private static String prefixed(String hex) {
        return hex.startsWith("0x") ? hex : "0x" + hex;
    }

    @Override
    public Optional<Offer> offer(NodeId nodeId) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = send("/api/registry/v1/nodes/" + nodeId, Optional.empty(), "GET");
        if (answer.statusCode() == 404) {
            return Optional.empty();
        }
        JsonNode offer = body(answer).path("offer");
        return offer.isObject() ? Optional.of(json.treeToValue(offer, Offer.class)) : Optional.empty();
    }

    @Override
    public boolean accept(Acceptance acceptance, Signature signature) throws IOException, InterruptedException {
        return taken(send(
                "/api/orders/v1/" + acceptance.orderId() + "/acceptance",
                Optional.of(Map.of("acceptance", acceptance, "signature", signature)),
                "POST"));
    }

    @Override
    public boolean report(DeploymentStatus status, String detail, Signature signature)
            throws IOException, InterruptedException {
        return taken(send(
                "/api/orders/v1/nodes/" + status.nodeId() + "/orders/" + status.orderId() + "/status",
                Optional.of(Map.of("status", status, "detail", detail, "signature", signature)),
                "PUT"));
    }

    private static boolean taken(HttpResponse<byte[]> answer) {
        if (answer.statusCode() / 100 == 2) {
            return true;
        }
        LOG.warnf("Platform refused: path=%s status=%d", answer.uri().getPath(), answer.statusCode());
        return false;
    }

    private JsonNode body(HttpResponse<byte[]> answer) throws IOException {
        if (answer.statusCode() != 200) {
            throw new IOException(answer.uri().getPath() + " answers " + answer.statusCode());
        }
        return json.readTree(answer.body());
    }

    private HttpResponse<byte[]> send(String path, Optional<Object> body, String method)
            throws IOException, InterruptedException {
        HttpRequest.BodyPublisher publisher = body.isPresent()
                ? HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body.get()))
                : HttpRequest.BodyPublishers.noBody();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(config.platformUrl() + path))
                .timeout(TIMEOUT)
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + token.get())
                .method(method, publisher);
        if (body.isPresent()) {
            request.header("Content-Type", "application/json");
        }
        if (method.equals("POST")) {
            // An acceptance of one order is one command, however often it is sent.
            request.header("Idempotency-Key", "gateway:" + path);
        }
        HttpResponse<byte[]> answer = client.send(
                request.build(),
                _ -> HttpResponse.BodySubscribers.limiting(
                        HttpResponse.BodySubscribers.ofByteArray(), MAX_ANSWER_BYTES));
        if (answer.statusCode() == 401) {
            token.refused();
        }
        return answer;
    }
}
