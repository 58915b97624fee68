package org.computingpower.settlement.adapter.ethereum;

import static org.computingpower.settlement.adapter.ethereum.JsonRpcBatch.question;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.computingpower.settlement.adapter.ethereum.JsonRpcBatch.Question;
import org.computingpower.settlement.application.reconcile.EscrowReader;
import org.computingpower.settlement.domain.reconcile.OrderNumbers;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.market.MarketFile;

/** OrderEscrow by {@code eth_call} at a block: {@code order(bytes32)} answers 14 static words of 32 bytes. */
public final class EscrowRpc implements EscrowReader {

    /** Words of {@code order(bytes32)} by their place; a test compares them with the committed ABI. */
    static final List<String> ORDER_WORDS = List.of(
            "user",
            "payee",
            "feeBps",
            "validatorShareBps",
            "deposit",
            "releasedCum",
            "refundedCum",
            "feeCum",
            "providerWithdrawn",
            "userWithdrawn",
            "feeWithdrawn",
            "reclaimAfter",
            "closedAt",
            "closed");

    static final String ESCROW_OPENED_SIGNATURE = "EscrowOpened(uint64,bytes32,address,bytes32,uint256,uint64)";

    /** Questions of one HTTP request. */
    private static final int BATCH = 100;

    private static final int DIGITS = 64;
    private static final String ORDER = selector("order(bytes32)");
    private static final String BALANCE_OF = selector("balanceOf(address)");
    private static final String ESCROW_OPENED =
            Digests.keccak256OfText(ESCROW_OPENED_SIGNATURE).toString();

    private final JsonRpcBatch rpc;
    private final MarketFile market;

    /** The market's escrow over these endpoints. */
    public EscrowRpc(MarketFile market, List<URI> endpoints) {
        this.market = market;
        this.rpc = new JsonRpcBatch(endpoints);
    }

    private static String selector(String signature) {
        return Digests.keccak256OfText(signature).toString().substring(0, 10);
    }

    @Override
    public Block finalized() {
        List<JsonNode> answers =
                rpc.ask(List.of(question("eth_chainId"), question("eth_getBlockByNumber", "finalized", false)));
        BigInteger chainId = number(answers.get(0).asText());
        if (!chainId.equals(BigInteger.valueOf(market.chainId()))) {
            throw new ChainSilentException(List.of("chain " + chainId + " instead of " + market.chainId()));
        }
        JsonNode block = answers.get(1);
        return new Block(
                number(block.path("number").asText()).longValueExact(),
                Bytes32.parse(block.path("hash").asText()));
    }

    @Override
    public long firstBlock() {
        return market.deployBlock();
    }

    @Override
    public Map<OrderId, EscrowOrder> orders(Collection<OrderId> orders, Block block) {
        List<OrderId> all = List.copyOf(orders);
        Map<OrderId, EscrowOrder> found = new HashMap<>();
        for (int from = 0; from < all.size(); from += BATCH) {
            List<OrderId> some = all.subList(from, Math.min(all.size(), from + BATCH));
            List<Question> questions = some.stream()
                    .map(orderId -> call(
                            market.contracts().orderEscrow(),
                            ORDER + orderId.toString().substring(2),
                            block))
                    .toList();
            List<JsonNode> answers = rpc.ask(questions);
            for (int i = 0; i < some.size(); i++) {
                EscrowOrder order = order(answers.get(i).asText());
                if (!order.numbers().deposit().isZero()) {
                    found.put(some.get(i), order);
                }
            }
        }
        return found;
    }

    private static EscrowOrder order(String answer) {
        return new EscrowOrder(
                new OrderNumbers(
                        amount(answer, "deposit"),
                        amount(answer, "releasedCum"),
                        amount(answer, "refundedCum"),
                        amount(answer, "feeCum"),
                        !amount(answer, "closed").isZero()),
                amount(answer, "providerWithdrawn")
                        .plus(amount(answer, "userWithdrawn"))
                        .plus(amount(answer, "feeWithdrawn")));
    }

    private static TokenAmount amount(String answer, String name) {
        if (answer.length() != 2 + ORDER_WORDS.size() * DIGITS) {
            throw new ChainSilentException(List.of("OrderEscrow.order answered " + answer.length() + " characters"));
        }
        int from = 2 + ORDER_WORDS.indexOf(name) * DIGITS;
        return new TokenAmount(new BigInteger(answer.substring(from, from + DIGITS), 16));
    }

    @Override
    public SortedSet<OrderId> opened(long fromBlock, long toBlock) {
        var filter = JsonNodeFactory.instance
                .objectNode()
                .put("address", market.contracts().orderEscrow().toString())
                .put("fromBlock", hex(fromBlock))
                .put("toBlock", hex(toBlock));
        filter.putArray("topics").add(ESCROW_OPENED);
        SortedSet<OrderId> orders = new TreeSet<>();
        for (JsonNode log : rpc.ask(List.of(question("eth_getLogs", filter))).getFirst()) {
            orders.add(OrderId.parse(log.path("topics").path(1).asText()));
        }
        return orders;
    }

    @Override
    public TokenAmount held(Block block) {
        String data = BALANCE_OF
                + "0".repeat(24)
                + market.contracts().orderEscrow().toString().substring(2);
        List<JsonNode> answer = rpc.ask(List.of(call(market.contracts().token(), data, block)));
        return new TokenAmount(number(answer.getFirst().asText()));
    }

    private static Question call(Address contract, String data, Block block) {
        return question(
                "eth_call",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("to", contract.toString())
                        .put("data", data),
                hex(block.number()));
    }

    private static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }

    private static BigInteger number(String hex) {
        if (!hex.matches("0x[0-9a-fA-F]{1,64}")) {
            throw new ChainSilentException(List.of("no number: " + hex.substring(0, Math.min(20, hex.length()))));
        }
        return new BigInteger(hex.substring(2), 16);
    }
}
