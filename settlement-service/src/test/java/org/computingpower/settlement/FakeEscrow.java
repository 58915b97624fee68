package org.computingpower.settlement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.computingpower.events.ChainFact;
import org.computingpower.events.FactLevel;
import org.computingpower.terms.Digests;

/** An endpoint whose escrow is exactly what the final facts told to the service say: the other side of the comparison. */
final class FakeEscrow {

    static final FakeEscrow INSTANCE = new FakeEscrow();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ORDER =
            Digests.keccak256OfText("order(bytes32)").toString().substring(0, 10);

    /** Deposit, released, refunded, fee, withdrawn, closed. */
    private final Map<String, BigInteger[]> orders = new ConcurrentHashMap<>();

    private final AtomicLong donated = new AtomicLong();
    private final AtomicLong height = new AtomicLong(100);
    private final HttpServer server;

    private FakeEscrow() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Somebody sends the contract tokens. */
    void donate(long amount) {
        donated.addAndGet(amount);
    }

    /** An order of which no fact was told. */
    void openSilently(String orderId, long deposit) {
        order(orderId)[0] = BigInteger.valueOf(deposit);
    }

    /** Takes that back. */
    void forget(String orderId) {
        orders.remove(orderId);
    }

    /** What the fact says happened. */
    void apply(ChainFact fact) {
        if (fact.at().level() != FactLevel.FINAL) {
            return;
        }
        switch (fact) {
            case ChainFact.EscrowOpened opened ->
                order(opened.orderId().toString())[0] = opened.deposit().baseUnits();
            case ChainFact.OrderItemSettled item -> {
                BigInteger[] order = order(item.orderId().toString());
                order[1] = order[1].max(item.releasedCum().baseUnits());
                order[2] = order[2].max(item.refundedCum().baseUnits());
                order[3] = order[3].max(item.feeCum().baseUnits());
                order[5] = item.isFinal() ? BigInteger.ONE : order[5];
            }
            case ChainFact.Withdrawn withdrawn -> {
                BigInteger[] order = order(withdrawn.orderId().toString());
                order[4] = order[4].add(withdrawn.amount().baseUnits());
            }
            case ChainFact.StakeChanged ignored -> {}
            case ChainFact.NodeRecorded ignored -> {}
            case ChainFact.BatchSettled ignored -> {}
            case ChainFact.ItemSkipped ignored -> {}
            case ChainFact.SlashChanged ignored -> {}
            case ChainFact.FactReverted ignored -> {}
        }
    }

    private BigInteger[] order(String id) {
        return orders.computeIfAbsent(id, key -> numbers());
    }

    private static BigInteger[] numbers() {
        BigInteger[] numbers = new BigInteger[6];
        java.util.Arrays.fill(numbers, BigInteger.ZERO);
        return numbers;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            ArrayNode answers = JSON.createArrayNode();
            for (JsonNode request : JSON.readTree(exchange.getRequestBody().readAllBytes())) {
                ObjectNode answer = answers.addObject().put("jsonrpc", "2.0");
                answer.set("id", request.path("id"));
                answer.set("result", result(request));
            }
            byte[] body = JSON.writeValueAsBytes(answers);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private JsonNode result(JsonNode request) {
        return switch (request.path("method").asText()) {
            case "eth_chainId" -> JsonNodeFactory.instance.textNode("0x7a69");
            case "eth_getBlockByNumber" ->
                JSON.createObjectNode()
                        .put("number", "0x" + Long.toHexString(height.incrementAndGet()))
                        .put("hash", "0x" + "ab".repeat(32));
            case "eth_getLogs" -> logs();
            case "eth_call" -> call(request.path("params").path(0).path("data").asText());
            default -> throw new IllegalArgumentException(request.toString());
        };
    }

    private JsonNode logs() {
        ArrayNode logs = JSON.createArrayNode();
        orders.forEach((id, numbers) -> {
            if (numbers[0].signum() > 0) {
                logs.addObject().putArray("topics").add("0x" + "00".repeat(32)).add(id);
            }
        });
        return logs;
    }

    private JsonNode call(String data) {
        if (!data.startsWith(ORDER)) {
            BigInteger held = orders.values().stream()
                    .map(order -> order[0].subtract(order[4]))
                    .reduce(BigInteger.valueOf(donated.get()), BigInteger::add);
            return JsonNodeFactory.instance.textNode("0x" + word(held));
        }
        BigInteger[] order = orders.getOrDefault("0x" + data.substring(10), numbers());
        String zero = word(BigInteger.ZERO);
        return JsonNodeFactory.instance.textNode("0x" + zero.repeat(4) + word(order[0]) + word(order[1])
                + word(order[2]) + word(order[3]) + word(order[4]) + zero.repeat(4) + word(order[5]));
    }

    private static String word(BigInteger number) {
        return "%064x".formatted(number);
    }
}
