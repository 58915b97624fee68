package org.computingpower.relayer.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.web3j.rlp.RlpDecoder;
import org.web3j.rlp.RlpList;
import org.web3j.rlp.RlpString;

/**
 * An endpoint in front of anvil that is stricter and worse than anvil: it refuses replacements that geth refuses, and it
 * lies in whatever way a test asks for.
 */
public final class LyingProxy implements AutoCloseable {

    /** Ways to lie. */
    public enum Lie {
        /** Does not answer at all: status 503. */
        DOWN,
        /** Says another chain id. */
        WRONG_CHAIN,
        /** Takes transactions and forgets them. */
        DROP_TRANSACTIONS,
        /** Knows no receipt. */
        NULL_RECEIPTS,
        /** Goes on showing a receipt after its block was removed. */
        OLD_RECEIPTS,
        /** Leaves all logs out of log queries, but not out of receipts. */
        NO_LOGS,
        /** Leaves all logs out of everything and shows empty bloom filters. */
        NO_LOGS_ANYWHERE,
        /** Head and finalized stand still. */
        STALE_HEAD,
        /** Every block by number has another hash: a fork, or an endpoint of another chain with the same id. */
        OTHER_BLOCKS,
        /** Gas costs 50 times as much. */
        GAS_SPIKE,
        /** Refuses every transaction because its nonce was used. */
        NONCE_TOO_LOW,
        /** Refuses every transaction because one before it is missing. */
        NONCE_TOO_HIGH
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final BigInteger GETH_BUMP_PERCENT = BigInteger.valueOf(110);
    private static final BigInteger HUNDRED = BigInteger.valueOf(100);

    private final URI upstream;
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer server;
    private final Set<Lie> lies = ConcurrentHashMap.newKeySet();
    private final Map<String, String> frozen = new ConcurrentHashMap<>();
    private final Map<String, JsonNode> receipts = new ConcurrentHashMap<>();
    private final Map<BigInteger, BigInteger[]> pooled = new HashMap<>();
    private final AtomicInteger underpriced = new AtomicInteger();
    private volatile int finalizedLag = 2;
    private volatile BigInteger highestFeeCap = BigInteger.ZERO;

    private LyingProxy(URI upstream, HttpServer server) {
        this.upstream = upstream;
        this.server = server;
    }

    /** In front of a chain, honest until told otherwise. */
    public static LyingProxy before(TestChain chain) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            LyingProxy proxy = new LyingProxy(chain.url(), server);
            server.createContext("/", proxy::handle);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Begins to lie. */
    public void tell(Lie lie) {
        if (lie == Lie.STALE_HEAD) {
            for (String tag : Set.of("latest", "finalized")) {
                frozen.put(
                        tag,
                        ask(
                                        "eth_getBlockByNumber",
                                        MAPPER.createArrayNode().add(tag).add(false))
                                .toString());
            }
        }
        lies.add(lie);
    }

    /** Stops a lie. */
    public void stop(Lie lie) {
        lies.remove(lie);
    }

    /** Calls a block final only when so many are above it; anvil's own lag is 2. */
    public void finalizeAfter(int blocks) {
        finalizedLag = blocks;
    }

    /** Replacements refused as geth refuses them. */
    public int underpriced() {
        return underpriced.get();
    }

    /** The highest fee cap of any transaction that came by, in wei per gas. */
    public BigInteger highestFeeCap() {
        return highestFeeCap;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = MAPPER.readTree(exchange.getRequestBody().readAllBytes());
            if (lies.contains(Lie.DOWN)) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            byte[] answer = MAPPER.writeValueAsBytes(answer(request));
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private JsonNode answer(JsonNode request) throws IOException {
        String method = request.path("method").asText();
        JsonNode first = request.path("params").path(0);
        return switch (method) {
            case "eth_chainId" ->
                lies.contains(Lie.WRONG_CHAIN) ? result(request, MAPPER.valueToTree("0x1")) : forward(request);
            case "eth_getTransactionReceipt" ->
                lies.contains(Lie.NULL_RECEIPTS)
                        ? result(request, MAPPER.nullNode())
                        : receipt(request, first.asText());
            case "eth_getLogs" ->
                lies.contains(Lie.NO_LOGS) || lies.contains(Lie.NO_LOGS_ANYWHERE)
                        ? result(request, MAPPER.createArrayNode())
                        : forward(request);
            case "eth_getBlockReceipts" ->
                lies.contains(Lie.NO_LOGS_ANYWHERE) ? result(request, MAPPER.createArrayNode()) : forward(request);
            case "eth_getBlockByNumber" -> block(request, first.asText());
            case "eth_feeHistory" -> spiked(forward(request));
            case "eth_sendRawTransaction" -> send(request, first.asText());
            default -> forward(request);
        };
    }

    private JsonNode receipt(JsonNode request, String hash) throws IOException {
        JsonNode old = receipts.get(hash);
        if (old != null && lies.contains(Lie.OLD_RECEIPTS)) {
            return result(request, old);
        }
        JsonNode answer = forward(request);
        if (!answer.path("result").isNull()) {
            receipts.put(hash, answer.path("result"));
        }
        return answer;
    }

    private JsonNode block(JsonNode request, String tag) throws IOException {
        String stale = frozen.get(tag);
        if (stale != null && lies.contains(Lie.STALE_HEAD)) {
            return result(request, MAPPER.readTree(stale));
        }
        if (tag.equals("finalized") && finalizedLag != 2) {
            long head = Long.parseLong(
                    ask("eth_blockNumber", MAPPER.createArrayNode()).asText().substring(2), 16);
            String number = "0x" + Long.toHexString(Math.max(0, head - finalizedLag));
            return result(
                    request,
                    ask(
                            "eth_getBlockByNumber",
                            MAPPER.createArrayNode().add(number).add(false)));
        }
        JsonNode answer = forward(request);
        if (lies.contains(Lie.OTHER_BLOCKS) && answer.path("result") instanceof ObjectNode block) {
            block.put("hash", "0x" + block.path("hash").asText().substring(4) + "ff");
        }
        if (lies.contains(Lie.NO_LOGS_ANYWHERE) && answer.path("result") instanceof ObjectNode block) {
            block.put("logsBloom", "0x" + "00".repeat(256));
        }
        return answer;
    }

    private JsonNode spiked(JsonNode answer) {
        if (lies.contains(Lie.GAS_SPIKE) && answer.path("result").path("baseFeePerGas") instanceof ArrayNode fees) {
            for (int i = 0; i < fees.size(); i++) {
                BigInteger fee = new BigInteger(fees.get(i).asText().substring(2), 16);
                fees.set(i, "0x" + fee.multiply(BigInteger.valueOf(50)).toString(16));
            }
        }
        return answer;
    }

    private JsonNode send(JsonNode request, String raw) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(raw, 2, raw.length());
        RlpList fields = (RlpList) RlpDecoder.decode(Arrays.copyOfRange(bytes, 1, bytes.length))
                .getValues()
                .getFirst();
        BigInteger nonce = number(fields, 1);
        BigInteger[] fees = {number(fields, 2), number(fields, 3)};
        highestFeeCap = highestFeeCap.max(fees[1]);
        if (lies.contains(Lie.DROP_TRANSACTIONS)) {
            return result(request, MAPPER.valueToTree("0x" + "ab".repeat(32)));
        }
        if (lies.contains(Lie.NONCE_TOO_LOW)) {
            return error(request, "nonce too low: next nonce 1, tx nonce 0");
        }
        if (lies.contains(Lie.NONCE_TOO_HIGH)) {
            return error(request, "nonce too high");
        }
        BigInteger[] before = pooled.get(nonce);
        boolean same = before != null && before[0].equals(fees[0]) && before[1].equals(fees[1]);
        if (before != null && !same && (!bumped(before[0], fees[0]) || !bumped(before[1], fees[1]))) {
            underpriced.incrementAndGet();
            return error(request, "replacement transaction underpriced");
        }
        pooled.put(nonce, fees);
        return forward(request);
    }

    private static boolean bumped(BigInteger before, BigInteger now) {
        return now.multiply(HUNDRED).compareTo(before.multiply(GETH_BUMP_PERCENT)) >= 0;
    }

    private static BigInteger number(RlpList fields, int index) {
        return ((RlpString) fields.getValues().get(index)).asPositiveBigInteger();
    }

    private static JsonNode result(JsonNode request, JsonNode result) {
        ObjectNode answer = MAPPER.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", request.path("id"));
        answer.set("result", result);
        return answer;
    }

    private static JsonNode error(JsonNode request, String message) {
        ObjectNode answer = MAPPER.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", request.path("id"));
        answer.putObject("error").put("code", -32_000).put("message", message);
        return answer;
    }

    private JsonNode ask(String method, ArrayNode parameters) {
        ObjectNode request =
                MAPPER.createObjectNode().put("jsonrpc", "2.0").put("id", 1).put("method", method);
        request.set("params", parameters);
        try {
            return forward(request).path("result");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode forward(JsonNode request) throws IOException {
        try {
            return MAPPER.readTree(http.send(
                            HttpRequest.newBuilder(upstream)
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(request)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }
}
