package org.computingpower.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.computingpower.local.LocalStack;
import org.computingpower.local.Rpc;
import org.computingpower.terms.Digests;

/** An order as the escrow contract has it, read with nothing but {@code eth_call} and the committed ABI. */
final class EscrowView {
    private static final int WORD_HEX = 64;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Rpc rpc;
    private final String escrow;
    private final JsonNode abi;

    EscrowView(LocalStack stack) {
        this.rpc = new Rpc(stack.file().rpcUrl());
        try (HttpClient client = HttpClient.newHttpClient()) {
            String market = client.send(
                            HttpRequest.newBuilder(URI.create(stack.file().edgeUrl() + "/.well-known/market.json"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            this.escrow =
                    JSON.readTree(market).path("contracts").path("orderEscrow").asText();
            Path file = stack.options().repository().resolve("contracts/abi/OrderEscrow.json");
            this.abi = JSON.readTree(file.toFile()).path("abi");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /** A field of {@code order(bytes32)} at the newest block; booleans are 0 or 1. */
    BigInteger field(String orderId, String name) {
        String selector = Digests.keccak256OfText("order(bytes32)").toString().substring(0, 10);
        String words =
                rpc.read(escrow, selector + orderId.substring(2), "latest").substring(2);
        List<String> names = names();
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("An order has no " + name + ", but " + names);
        }
        return new BigInteger(words.substring(index * WORD_HEX, (index + 1) * WORD_HEX), 16);
    }

    private List<String> names() {
        for (JsonNode entry : abi) {
            if ("order".equals(entry.path("name").asText())
                    && "function".equals(entry.path("type").asText())) {
                return entry.path("outputs").path(0).path("components").findValuesAsText("name");
            }
        }
        throw new IllegalStateException("The committed ABI has no function order");
    }

    /** Tokens that the escrow contract holds. */
    BigInteger balance() {
        String token = "0x" + rpc.read(escrow, selector("token()"), "latest").substring(26);
        String data = selector("balanceOf(address)") + "0".repeat(24) + escrow.substring(2);
        return new BigInteger(rpc.read(token, data, "latest").substring(2), 16);
    }

    private static String selector(String signature) {
        return Digests.keccak256OfText(signature).toString().substring(0, 10);
    }

    /** What the contract must hold for an order: its deposit less what was withdrawn. */
    BigInteger held(String orderId) {
        return Map.of("deposit", 1, "providerWithdrawn", -1, "userWithdrawn", -1, "feeWithdrawn", -1)
                .entrySet()
                .stream()
                .map(entry -> field(orderId, entry.getKey()).multiply(BigInteger.valueOf(entry.getValue())))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }
}
