package org.computingpower.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.computingpower.cli.TestServer.Reply;
import org.computingpower.cli.TestServer.Request;
import org.computingpower.cli.session.Json;
import org.computingpower.marketfile.MarketFileReader;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.MarketFile;

/** A platform of one market for tests: edge, issuer, validator and chain on one port, in the form of the real ones. */
public final class TestMarket implements AutoCloseable {
    public static final String NODE_REGISTRY = "0x1111111111111111111111111111111111111111";
    public static final String ESCROW = "0x3333333333333333333333333333333333333333";
    public static final String TOKEN = "0x5555555555555555555555555555555555555555";
    public static final SigningKey VALIDATOR = SigningKey.of(Digests.keccak256OfText("validator"));

    private final TestServer server;
    private final String file;
    private final Map<String, Function<JsonNode, String>> calls = new ConcurrentHashMap<>();
    private final Map<String, Function<JsonNode, JsonNode>> methods = new ConcurrentHashMap<>();

    public TestMarket(Bytes32 trustRootHash) throws Exception {
        server = TestServer.plain();
        file = """
                {"name": "test", "profile": "local", "chainId": 31337, "rpcUrls": ["%1$s/rpc"],
                 "contracts": {"nodeRegistry": "0x1111111111111111111111111111111111111111",
                  "stakeManager": "0x2222222222222222222222222222222222222222",
                  "orderEscrow": "0x3333333333333333333333333333333333333333",
                  "validatorSet": "0x4444444444444444444444444444444444444444",
                  "token": "0x5555555555555555555555555555555555555555"},
                 "tokenSymbol": "CPT", "tokenDecimals": 18, "deployBlock": 1, "genesis": 1700000000, "epochSeconds": 15,
                 "proof": {"mu": 512, "calibrationMu": 512, "threshold": 384, "windowMillis": 4000,
                  "commitDeadlineMillis": 8000, "revealDeadlineMillis": 10000, "closeMillis": 11000, "maxShares": 1024,
                  "drawFromMillis": 1000, "drawToMillis": 3000},
                 "feeBps": 500, "validatorShareBps": 2000,
                 "orders": {"minimumEpochs": 3, "quoteSeconds": 120, "reservationSeconds": 120,
                  "acceptanceSeconds": 120, "unpaidInARowLimit": 4, "carryLimit": 3,
                  "minimumStake": "1000000000000000000000", "orderLockBps": 3000},
                 "settlement": {"batchEveryEpochs": 2, "cosignTimeoutSeconds": 5, "unchallengedAfterSeconds": 15},
                 "attestation": {"policyTtlSeconds": 86400, "blockMaxAgeSeconds": 3600},
                 "validators": [{"address": "%2$s", "url": "%1$s/validators/0"}],
                 "validatorThreshold": 1, "setVersion": 1, "trustRootHash": "%3$s", "trustDomain": "SIMULATED"}
                """.formatted(server.url(), VALIDATOR.address(), trustRootHash);
        server.on("GET /.well-known/market.json", request -> new Reply(200, "application/json", file));
        server.on("POST /rpc", this::rpc);
        onCall(NODE_REGISTRY, "marketFileHash()", data -> hash().toString());
    }

    public TestServer server() {
        return server;
    }

    public Bytes32 hash() {
        return MarketFile.hashOf(file.getBytes(StandardCharsets.UTF_8));
    }

    public MarketFile market() throws Exception {
        return MarketFileReader.parse(file.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers a view of a contract; the function gets the call object. */
    public TestMarket onCall(String contract, String signature, Function<JsonNode, String> answer) {
        calls.put(contract + Digests.keccak256OfText(signature).toString().substring(0, 10), answer);
        return this;
    }

    /** Answers a method of the chain; the function gets the parameters. */
    public TestMarket onMethod(String method, Function<JsonNode, JsonNode> answer) {
        methods.put(method, answer);
        return this;
    }

    private Reply rpc(Request request) {
        String method = request.json().path("method").asText();
        JsonNode parameters = request.json().path("params");
        JsonNode result;
        if (method.equals("eth_call")) {
            JsonNode call = parameters.path(0);
            String key = call.path("to").asText() + call.path("data").asText().substring(0, 10);
            result = Json.of(calls.getOrDefault(key, ignored -> "0x").apply(call));
        } else {
            result = methods.getOrDefault(method, ignored -> Json.of("0x0")).apply(parameters);
        }
        return Reply.ok(Json.object().put("jsonrpc", "2.0").put("id", 1).set("result", result));
    }

    /** Coded words of a view's answer. */
    public static String words(Object... values) {
        StringBuilder words = new StringBuilder("0x");
        for (Object value : values) {
            String hex = switch (value) {
                case Bytes32 bytes -> bytes.toString().substring(2);
                case Address address -> address.toString().substring(2);
                case Long number -> Long.toHexString(number);
                case Integer number -> Integer.toHexString(number);
                default -> throw new IllegalArgumentException(value.toString());
            };
            words.append("0".repeat(64 - hex.length())).append(hex);
        }
        return words.toString();
    }

    /** Environment of a run with an own home. */
    public Map<String, String> environment(Path home) {
        Map<String, String> environment = new HashMap<>();
        environment.put("CPCTL_HOME", home.toString());
        environment.put("CPCTL_PLATFORM", server.url());
        environment.put("CPCTL_PASSWORD", "correct horse");
        environment.put("CPCTL_CLIENT_SECRET", "secret");
        return environment;
    }

    @Override
    public void close() {
        server.close();
    }
}
