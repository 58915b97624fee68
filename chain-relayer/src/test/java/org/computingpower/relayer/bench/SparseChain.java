package org.computingpower.relayer.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.Executors;
import org.computingpower.relayer.harness.TestChain;
import org.computingpower.terms.Address;
import org.computingpower.terms.Digests;

/**
 * An endpoint of a chain that is too long for anvil: its blocks follow from their numbers, and every so many blocks the
 * stake manager logs a StakeChanged. Ranges of more than 10,000 blocks are refused, as public endpoints do.
 */
final class SparseChain implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MAX_RANGE = 10_000;
    private static final long GENESIS = 1_700_000_000;
    private static final String TOPIC = Digests.keccak256OfText(
                    "StakeChanged(uint64,bytes32,address,uint256,uint256,uint256)")
            .toString();

    private final long finalized;
    private final long step;
    private final Address stakeManager;
    private final HttpServer server;

    SparseChain(long finalized, long step, Address stakeManager) {
        this.finalized = finalized;
        this.step = step;
        this.stakeManager = stakeManager;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
            ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
            answer.set("id", request.path("id"));
            answer.set("result", result(request.path("method").asText(), request.path("params")));
            byte[] body = JSON.writeValueAsBytes(answer);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private JsonNode result(String method, JsonNode parameters) {
        return switch (method) {
            case "eth_chainId" -> JSON.getNodeFactory().textNode(hex(TestChain.CHAIN_ID));
            case "eth_getBlockByNumber" -> block(parameters.path(0).asText());
            case "eth_getLogs" -> logs(parameters.path(0));
            default -> throw new IllegalArgumentException(method);
        };
    }

    private JsonNode block(String tag) {
        long number = switch (tag) {
            case "latest" -> finalized + 2;
            case "finalized" -> finalized;
            default -> Long.decode(tag);
        };
        if (number > finalized + 2) {
            return JSON.nullNode();
        }
        return JSON.createObjectNode()
                .put("number", hex(number))
                .put("hash", hash(number))
                .put("parentHash", hash(number - 1))
                .put("timestamp", hex(GENESIS + number))
                .put("logsBloom", "0x" + "00".repeat(256));
    }

    private JsonNode logs(JsonNode filter) {
        boolean one = filter.has("blockHash");
        long from = one
                ? Long.parseLong(filter.path("blockHash").asText().substring(50), 16)
                : Long.decode(filter.path("fromBlock").asText());
        long to = one ? from : Long.decode(filter.path("toBlock").asText());
        if (to - from >= MAX_RANGE) {
            throw new IllegalArgumentException("range of " + (to - from));
        }
        ArrayNode logs = JSON.createArrayNode();
        for (long number = (from + step - 1) / step * step; number <= to; number += step) {
            if (number > 0) {
                logs.add(log(number));
            }
        }
        return logs;
    }

    private ObjectNode log(long number) {
        ObjectNode log = JSON.createObjectNode()
                .put("address", stakeManager.toString())
                .put("blockNumber", hex(number))
                .put("blockHash", hash(number))
                .put("transactionHash", "0x" + "0".repeat(47) + "1" + "%016x".formatted(number))
                .put("logIndex", "0x0")
                .put("data", "0x%064x%064x%064x%064x".formatted(number / step, number, 0, 0));
        log.putArray("topics")
                .add(TOPIC)
                .add("0x%064x".formatted(number % 50 + 1))
                .add("0x" + "0".repeat(24) + stakeManager.toString().substring(2));
        return log;
    }

    private static String hash(long number) {
        return "0x" + "ab".repeat(24) + "%016x".formatted(Math.max(0, number));
    }

    private static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
