package org.computingpower.relayer.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.computingpower.kit.fixture.AnvilProcess;
import org.computingpower.relayer.adapter.rpc.JsonRpc;
import org.computingpower.relayer.adapter.rpc.JsonRpcError;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.jspecify.annotations.Nullable;

/** An anvil that mines only when told, so that every test decides what is in which block. Finalized = latest - 2. */
public final class TestChain implements AutoCloseable {

    /** Chain id of the fixture. */
    public static final long CHAIN_ID = 31_337;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final @Nullable AnvilProcess anvil;
    private final URI url;
    private final JsonRpc rpc;

    private TestChain(@Nullable AnvilProcess anvil, URI url) {
        this.anvil = anvil;
        this.url = url;
        this.rpc = new JsonRpc(HTTP, url, Duration.ofSeconds(20));
    }

    /** A chain that somebody else started and ends. */
    public static TestChain at(URI url) {
        return new TestChain(null, url);
    }

    /** Starts a chain without automatic mining. */
    public static TestChain start() {
        Path contracts = Path.of(System.getProperty("contracts.directory", "../contracts"));
        Path modules = Path.of(System.getProperty(
                "contracts.node-modules", contracts.resolve("node_modules").toString()));
        AnvilProcess anvil = AnvilProcess.temporary(modules).start();
        TestChain chain = new TestChain(anvil, URI.create(anvil.rpcUrl()));
        chain.rpc("evm_setIntervalMining", 0);
        chain.rpc("evm_setAutomine", false);
        return chain;
    }

    /** Where it listens. */
    public URI url() {
        return url;
    }

    /** Mines a block each second from now on, as the local stack does. */
    public void mineBySeconds() {
        rpc("evm_setIntervalMining", 1);
    }

    /** Any call; parameters are numbers, texts, booleans or nodes. */
    public JsonNode rpc(String method, Object... parameters) {
        ArrayNode array = JsonRpc.parameters();
        for (Object parameter : parameters) {
            switch (parameter) {
                case String text -> array.add(text);
                case Integer number -> array.add(number);
                case Long number -> array.add(number);
                case Boolean flag -> array.add(flag);
                case JsonNode node -> array.add(node);
                default -> throw new IllegalArgumentException("No parameter: " + parameter);
            }
        }
        try {
            return rpc.call(method, array);
        } catch (JsonRpcError e) {
            throw new IllegalStateException(method + " failed: " + e.text(), e);
        }
    }

    /** Mines blocks, one second apart. */
    public void mine(int blocks) {
        for (int block = 0; block < blocks; block++) {
            rpc("evm_mine");
        }
    }

    /** Height of the head. */
    public long head() {
        return quantity(rpc("eth_blockNumber"));
    }

    /** Time of the head in Unix seconds. */
    public long time() {
        return quantity(rpc("eth_getBlockByNumber", "latest", false).path("timestamp"));
    }

    /** Transactions that an account has made. */
    public long transactionCount(Address account) {
        return quantity(rpc("eth_getTransactionCount", account.toString(), "latest"));
    }

    /** Replaces the newest blocks by as many empty ones. */
    public void reorg(int depth) {
        rpc("anvil_reorg", depth, JsonRpc.parameters());
    }

    /** Sends from an unlocked account, mines, and returns the receipt, which must be of an executed transaction. */
    public JsonNode send(Address from, Address to, byte[] data) {
        return execute(from, to.toString(), data);
    }

    /** Sends with a gas limit of its own, so that many fit into one block, and mines only if asked. */
    public String send(Address from, Address to, byte[] data, int gas, boolean mine) {
        String hash = rpc(
                        "eth_sendTransaction",
                        JsonRpc.object()
                                .put("from", from.toString())
                                .put("to", to.toString())
                                .put("data", "0x" + HexFormat.of().formatHex(data))
                                .put("gas", "0x" + Integer.toHexString(gas)))
                .asText();
        if (mine) {
            mine(1);
        }
        return hash;
    }

    /** Puts a transaction into the pool; the next block takes it. */
    public void sendWithoutMining(Address from, Address to) {
        rpc("eth_sendTransaction", JsonRpc.object().put("from", from.toString()).put("to", to.toString()));
    }

    /** Deploys a contract and returns its address. */
    public Address deploy(Address from, byte[] creation) {
        JsonNode receipt = execute(from, null, creation);
        return Address.parse(receipt.path("contractAddress").asText().toLowerCase(Locale.ROOT));
    }

    private JsonNode execute(Address from, @Nullable String to, byte[] data) {
        var request = JsonRpc.object()
                .put("from", from.toString())
                .put("data", "0x" + HexFormat.of().formatHex(data))
                .put("gas", "0xe4e1c0");
        if (to != null) {
            request.put("to", to);
        }
        String hash = rpc("eth_sendTransaction", request).asText();
        mine(1);
        JsonNode receipt = rpc("eth_getTransactionReceipt", hash);
        if (!receipt.path("status").asText().equals("0x1")) {
            throw new IllegalStateException("Reverted: " + rpc("eth_getTransactionByHash", hash));
        }
        return receipt;
    }

    /** Reads a contract; the answer's words. */
    public List<Bytes32> read(Address to, byte[] data) {
        String hex = rpc(
                        "eth_call",
                        JsonRpc.object()
                                .put("to", to.toString())
                                .put("data", "0x" + HexFormat.of().formatHex(data)),
                        "latest")
                .asText()
                .substring(2);
        return IntStream.range(0, hex.length() / 64)
                .mapToObj(word -> Bytes32.parse("0x" + hex.substring(word * 64, word * 64 + 64)))
                .toList();
    }

    /** Gives an account ether. */
    public void fund(Address account) {
        rpc("anvil_setBalance", account.toString(), "0x3635c9adc5dea00000");
    }

    /** Accounts whose keys anvil has. */
    public List<Address> unlocked() {
        return StreamSupport.stream(rpc("eth_accounts").spliterator(), false)
                .map(account -> Address.parse(account.asText().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static long quantity(JsonNode node) {
        return Long.parseLong(node.asText().substring(2), 16);
    }

    @Override
    public void close() {
        if (anvil != null) {
            anvil.close();
        }
    }
}
