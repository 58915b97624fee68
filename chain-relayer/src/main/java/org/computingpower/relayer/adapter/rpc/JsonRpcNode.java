package org.computingpower.relayer.adapter.rpc;

import static org.computingpower.relayer.adapter.rpc.JsonRpc.object;
import static org.computingpower.relayer.adapter.rpc.JsonRpc.parameters;
import static org.computingpower.relayer.adapter.rpc.Quantities.data;
import static org.computingpower.relayer.adapter.rpc.Quantities.quantity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.computingpower.relayer.application.ChainNode;
import org.computingpower.relayer.application.ChainUnavailableException;
import org.computingpower.relayer.domain.ChainBlock;
import org.computingpower.relayer.domain.ChainLog;
import org.computingpower.relayer.domain.ContractCall;
import org.computingpower.relayer.domain.FeeSuggestion;
import org.computingpower.relayer.domain.LogsBloom;
import org.computingpower.relayer.domain.TxReceipt;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;

/** An endpoint by the Ethereum JSON-RPC specification (execution-apis). */
public final class JsonRpcNode implements ChainNode {

    private final JsonRpc rpc;

    /** Over one endpoint. */
    public JsonRpcNode(JsonRpc rpc) {
        this.rpc = rpc;
    }

    @Override
    public String name() {
        return rpc.name();
    }

    @Override
    public long chainId() {
        return Quantities.big(ask("eth_chainId", parameters())).longValueExact();
    }

    @Override
    public Header head() {
        return header("latest").orElseThrow(() -> new ChainUnavailableException(name() + " has no head"));
    }

    @Override
    public Optional<Header> finalized() {
        return header("finalized");
    }

    @Override
    public Optional<Header> block(long number) {
        Optional<Header> found = header(quantity(number));
        if (found.isPresent() && found.get().block().number() != number) {
            throw new ChainUnavailableException(name() + " told another block than " + number);
        }
        return found;
    }

    private Optional<Header> header(String tag) {
        JsonNode block;
        try {
            block = rpc.call("eth_getBlockByNumber", parameters().add(tag).add(false));
        } catch (JsonRpcError e) {
            // geth says «finalized block not found» while it knows none.
            if (e.text().toLowerCase(Locale.ROOT).contains("not found")) {
                return Optional.empty();
            }
            throw unavailable("eth_getBlockByNumber", e);
        }
        if (block.isNull()) {
            return Optional.empty();
        }
        ChainBlock header = new ChainBlock(
                Quantities.number(block, "number"),
                Quantities.hash(block.path("hash")),
                Quantities.hash(block.path("parentHash")),
                Instant.ofEpochSecond(Quantities.number(block, "timestamp")));
        try {
            return Optional.of(
                    new Header(header, LogsBloom.parse(block.path("logsBloom").asText())));
        } catch (IllegalArgumentException e) {
            throw new ChainUnavailableException(name() + " told a block without logs bloom", e);
        }
    }

    @Override
    public List<ChainLog> logs(Bytes32 blockHash, List<Address> contracts) {
        return logs(object().put("blockHash", blockHash.toString()), contracts);
    }

    @Override
    public List<ChainLog> logs(long from, long to, List<Address> contracts) {
        return logs(object().put("fromBlock", quantity(from)).put("toBlock", quantity(to)), contracts);
    }

    private List<ChainLog> logs(ObjectNode filter, List<Address> contracts) {
        ArrayNode addresses = filter.putArray("address");
        contracts.forEach(contract -> addresses.add(contract.toString()));
        return inOrder(ask("eth_getLogs", parameters().add(filter)), contracts);
    }

    @Override
    public List<ChainLog> logsOfReceipts(Bytes32 blockHash, List<Address> contracts) {
        List<ChainLog> logs = new ArrayList<>();
        for (JsonNode receipt : ask("eth_getBlockReceipts", parameters().add(blockHash.toString()))) {
            logs.addAll(inOrder(receipt.path("logs"), contracts));
        }
        return List.copyOf(logs);
    }

    private static List<ChainLog> inOrder(JsonNode logs, List<Address> contracts) {
        List<ChainLog> found = new ArrayList<>();
        for (JsonNode log : logs) {
            Address contract = Quantities.address(log.path("address"));
            if (contracts.contains(contract) && !log.path("removed").asBoolean()) {
                found.add(log(log, contract));
            }
        }
        found.sort(Comparator.comparingLong(ChainLog::blockNumber).thenComparingInt(ChainLog::logIndex));
        return found;
    }

    private static ChainLog log(JsonNode log, Address contract) {
        List<Bytes32> topics = new ArrayList<>();
        log.path("topics").forEach(topic -> topics.add(Quantities.hash(topic)));
        return new ChainLog(
                Quantities.number(log, "blockNumber"),
                Quantities.hash(log.path("blockHash")),
                Quantities.hash(log.path("transactionHash")),
                Math.toIntExact(Quantities.number(log, "logIndex")),
                contract,
                topics,
                Quantities.bytes(log.path("data")));
    }

    @Override
    public Optional<TxReceipt> receipt(Bytes32 txHash) {
        JsonNode receipt = ask("eth_getTransactionReceipt", parameters().add(txHash.toString()));
        if (receipt.isNull()) {
            return Optional.empty();
        }
        if (!Quantities.hash(receipt.path("transactionHash")).equals(txHash)) {
            throw new ChainUnavailableException(name() + " told the receipt of another transaction");
        }
        return Optional.of(new TxReceipt(
                txHash,
                Quantities.number(receipt, "blockNumber"),
                Quantities.hash(receipt.path("blockHash")),
                Quantities.number(receipt, "status") == 1));
    }

    @Override
    public long transactionCount(Address account, long blockNumber) {
        return count(account, quantity(blockNumber));
    }

    @Override
    public long pendingTransactionCount(Address account) {
        return count(account, "pending");
    }

    private long count(Address account, String block) {
        return Quantities.big(ask(
                        "eth_getTransactionCount",
                        parameters().add(account.toString()).add(block)))
                .longValueExact();
    }

    @Override
    public FeeSuggestion fees() {
        JsonNode history =
                ask("eth_feeHistory", parameters().add("0x1").add("latest").add(parameters()));
        JsonNode baseFees = history.path("baseFeePerGas");
        // One more than asked for: the last is that of the next block.
        BigInteger next = Quantities.big(baseFees.path(baseFees.size() - 1));
        BigInteger tip = Quantities.big(ask("eth_maxPriorityFeePerGas", parameters()));
        return new FeeSuggestion(next, tip);
    }

    @Override
    public Optional<byte[]> read(ContractCall call) {
        try {
            return Optional.of(Quantities.bytes(
                    rpc.call("eth_call", parameters().add(call(call)).add("latest"))));
        } catch (JsonRpcError e) {
            if (isRevert(e)) {
                return Optional.empty();
            }
            throw unavailable("eth_call", e);
        }
    }

    @Override
    public Estimate estimate(Address from, ContractCall call) {
        ObjectNode request = call(call).put("from", from.toString());
        try {
            return new Estimate.Goes(
                    Quantities.big(rpc.call("eth_estimateGas", parameters().add(request)))
                            .longValueExact());
        } catch (JsonRpcError e) {
            if (isRevert(e)) {
                return new Estimate.Reverts(revertData(e));
            }
            throw unavailable("eth_estimateGas", e);
        }
    }

    private static ObjectNode call(ContractCall call) {
        return object().put("to", call.contract().toString()).put("data", data(call.data()));
    }

    /** Code 3 by the specification; some endpoints say it in words only. */
    private static boolean isRevert(JsonRpcError error) {
        return error.code() == 3 || error.text().toLowerCase(Locale.ROOT).contains("revert");
    }

    private static byte[] revertData(JsonRpcError error) {
        JsonNode data = error.data().isObject() ? error.data().path("data") : error.data();
        return data.isTextual() && data.asText().startsWith("0x") ? Quantities.bytes(data) : new byte[0];
    }

    @Override
    public Submission submit(byte[] raw) {
        try {
            rpc.call("eth_sendRawTransaction", parameters().add(data(raw)));
            return new Submission.Taken();
        } catch (JsonRpcError e) {
            return Submissions.of(e.text());
        }
    }

    private JsonNode ask(String method, ArrayNode parameters) {
        try {
            return rpc.call(method, parameters);
        } catch (JsonRpcError e) {
            throw unavailable(method, e);
        }
    }

    private ChainUnavailableException unavailable(String method, JsonRpcError error) {
        return new ChainUnavailableException(
                name() + " answered " + method + " with error " + error.code() + " " + error.text());
    }
}
