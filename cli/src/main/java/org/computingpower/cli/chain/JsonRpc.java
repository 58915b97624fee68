package org.computingpower.cli.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.net.URI;
import java.util.Map;
import org.computingpower.cli.http.HttpCalls;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;

/** An Ethereum node by JSON-RPC. */
public final class JsonRpc {
    private final HttpCalls http;
    private final URI url;

    public JsonRpc(HttpCalls http, URI url) {
        this.http = http;
        this.url = url;
    }

    /** Number, hash and time (Unix seconds) of a block. */
    public record Block(long number, Bytes32 hash, long time) {}

    /** Calls a method; a refusal of the node is a {@link RpcRefusal}. */
    public JsonNode call(String method, JsonNode... parameters) {
        ObjectNode request = Json.object().put("jsonrpc", "2.0").put("id", 1).put("method", method);
        ArrayNode list = request.putArray("params");
        for (JsonNode parameter : parameters) {
            list.add(parameter);
        }
        HttpCalls.Answer answer =
                http.send("POST", url.toString(), Map.of("Content-Type", "application/json"), request.toString());
        JsonNode tree = Json.parse(answer.asText(), "The answer of the chain at " + url);
        if (tree.hasNonNull("error")) {
            throw RpcRefusal.of(method, tree.path("error"));
        }
        if (!tree.has("result")) {
            throw new CliException("The chain at " + url + " did not answer " + method + ".");
        }
        return tree.path("result");
    }

    public BigInteger quantity(String method, JsonNode... parameters) {
        return quantity(call(method, parameters));
    }

    /** Reads a quantity of the JSON-RPC coding. */
    public static BigInteger quantity(JsonNode value) {
        String text = value.asText();
        if (!text.matches("0x[0-9a-fA-F]{1,64}")) {
            throw new CliException("The chain answered no number: " + text);
        }
        return new BigInteger(text.substring(2), 16);
    }

    /** Calls a contract without a transaction. */
    public Words read(Address contract, String data, String block) {
        ObjectNode call = Json.object().put("to", contract.toString()).put("data", data);
        return new Words(call("eth_call", call, text(block)).asText());
    }

    /** A block by tag or number; fails if there is none. */
    public Block block(String tagOrNumber) {
        JsonNode found = call("eth_getBlockByNumber", text(tagOrNumber), Json.of(false));
        if (!found.isObject()) {
            throw new CliException("The chain knows no block " + tagOrNumber + ".");
        }
        return new Block(
                quantity(found.path("number")).longValueExact(),
                Bytes32.parse(Json.text(found, "hash")),
                quantity(found.path("timestamp")).longValueExact());
    }

    public static String hex(BigInteger value) {
        return "0x" + value.toString(16);
    }

    public static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    public static JsonNode text(String value) {
        return Json.of(value);
    }
}
