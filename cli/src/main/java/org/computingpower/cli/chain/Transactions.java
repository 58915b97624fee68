package org.computingpower.cli.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bouncycastle.util.Arrays;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Waiting;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.SigningKey;
import org.web3j.rlp.RlpEncoder;
import org.web3j.rlp.RlpList;
import org.web3j.rlp.RlpString;
import org.web3j.rlp.RlpType;

/** Sends EIP-1559 transactions and waits until they are final. */
public final class Transactions {
    private static final byte TYPE_EIP1559 = 2;
    private static final Duration INTERVAL = Duration.ofMillis(300);
    private static final BigInteger GAS_MARGIN_PERCENT = BigInteger.valueOf(125);
    private static final BigInteger HUNDRED = BigInteger.valueOf(100);

    private final JsonRpc rpc;
    private final long chainId;
    private final Consumer<String> progress;

    public Transactions(JsonRpc rpc, long chainId, Consumer<String> progress) {
        this.rpc = rpc;
        this.chainId = chainId;
        this.progress = progress;
    }

    /** A transaction in a finalized block. */
    public record Final(Bytes32 txHash, long blockNumber, BigInteger gasUsed) {
        public ObjectNode json() {
            return Json.object()
                    .put("txHash", txHash.toString())
                    .put("blockNumber", blockNumber)
                    .put("gasUsed", gasUsed.toString());
        }
    }

    /**
     * Sends a call of a contract and waits for finality.
     *
     * @param what for the progress
     * @param timeout until it is in a finalized block
     * @throws CliException if the contract refuses; nothing was sent if it refuses beforehand
     */
    public Final send(SigningKey key, Address contract, String data, String what, Duration timeout) {
        requireChain();
        BigInteger gas = estimate(key.address(), contract, data)
                .multiply(GAS_MARGIN_PERCENT)
                .divide(HUNDRED);
        BigInteger nonce = rpc.quantity(
                "eth_getTransactionCount", JsonRpc.text(key.address().toString()), JsonRpc.text("pending"));
        BigInteger tip = rpc.quantity("eth_maxPriorityFeePerGas");
        BigInteger base = JsonRpc.quantity(rpc.call("eth_getBlockByNumber", JsonRpc.text("latest"), Json.of(false))
                .path("baseFeePerGas"));
        BigInteger maxFee = base.shiftLeft(1).add(tip);
        byte[] raw = signed(key, List.of(BigInteger.valueOf(chainId), nonce, tip, maxFee, gas), contract, data);
        Bytes32 txHash = Digests.keccak256(raw);
        try {
            rpc.call(
                    "eth_sendRawTransaction", JsonRpc.text("0x" + HexFormat.of().formatHex(raw)));
        } catch (RpcRefusal e) {
            throw failure(what, e);
        }
        progress.accept(what + ": sent " + txHash + "; waiting for a finalized block");
        return Waiting.until(
                what + " in a finalized block (" + txHash + ")", timeout, INTERVAL, () -> receipt(what, txHash));
    }

    private void requireChain() {
        BigInteger found = rpc.quantity("eth_chainId");
        if (!found.equals(BigInteger.valueOf(chainId))) {
            throw new CliException(
                    "The endpoint serves chain " + found + ", not the market's " + chainId + ".", "Check --rpc.");
        }
    }

    private BigInteger estimate(Address from, Address contract, String data) {
        ObjectNode call = Json.object()
                .put("from", from.toString())
                .put("to", contract.toString())
                .put("data", data);
        try {
            return rpc.quantity("eth_estimateGas", call);
        } catch (RpcRefusal e) {
            throw failure("The transaction would fail", e);
        }
    }

    private static CliException failure(String what, RpcRefusal refusal) {
        if (refusal.data().isEmpty()) {
            String message = String.valueOf(refusal.getMessage());
            return new CliException(
                    what + ": " + message,
                    message.contains("nsufficient funds")
                            ? "The wallet holds no ether for gas: cpctl wallet balance"
                            : "");
        }
        RevertReason.Meaning meaning = RevertReason.of(refusal.data());
        return new CliException(what + ": " + meaning.text(), meaning.next());
    }

    private Optional<Final> receipt(String what, Bytes32 txHash) {
        JsonNode receipt = rpc.call("eth_getTransactionReceipt", JsonRpc.text(txHash.toString()));
        if (!receipt.isObject()) {
            return Optional.empty();
        }
        long number = JsonRpc.quantity(receipt.path("blockNumber")).longValueExact();
        if (JsonRpc.quantity(receipt.path("status")).signum() == 0) {
            throw new CliException(what + ": the transaction " + txHash + " was reverted in block " + number + ".");
        }
        if (rpc.block("finalized").number() < number) {
            return Optional.empty();
        }
        // Asked again: a block that was replaced before finality takes its receipt with it.
        JsonNode again = rpc.call("eth_getTransactionReceipt", JsonRpc.text(txHash.toString()));
        if (!again.isObject() || !again.path("blockHash").equals(receipt.path("blockHash"))) {
            return Optional.empty();
        }
        progress.accept(what + ": final in block " + number);
        return Optional.of(new Final(txHash, number, JsonRpc.quantity(receipt.path("gasUsed"))));
    }

    /** Codes and signs by EIP-1559; {@code head} is chain id, nonce, tip, fee and gas. */
    static byte[] signed(SigningKey key, List<BigInteger> head, Address contract, String data) {
        List<RlpType> fields = new ArrayList<>();
        head.forEach(number -> fields.add(RlpString.create(number)));
        fields.add(RlpString.create(contract.toArray()));
        fields.add(RlpString.create(BigInteger.ZERO));
        fields.add(RlpString.create(HexFormat.of().parseHex(data.substring(2))));
        fields.add(new RlpList(List.of()));
        Signature signature = key.sign(Digests.keccak256(typed(fields)));
        fields.add(RlpString.create(signature.hasOddY() ? BigInteger.ONE : BigInteger.ZERO));
        fields.add(RlpString.create(signature.rValue()));
        fields.add(RlpString.create(signature.sValue()));
        return typed(fields);
    }

    private static byte[] typed(List<RlpType> fields) {
        return Arrays.concatenate(new byte[] {TYPE_EIP1559}, RlpEncoder.encode(new RlpList(fields)));
    }
}
