package org.computingpower.cli.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.computingpower.cli.session.Json;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.market.MarketFile;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Uint256;

/** What is read from the market's contracts. Blocks are tags or hex numbers. */
@SuppressWarnings("rawtypes") // web3j declares its lists of Type without the type argument.
public final class MarketContracts {
    private static final ContractAbi ESCROW = ContractAbi.of("OrderEscrow");
    private static final ContractAbi REGISTRY = ContractAbi.of("NodeRegistry");
    private static final ContractAbi TOKEN = ContractAbi.of("ComputeToken");
    private static final ContractAbi STAKE = ContractAbi.of("StakeManager");

    private final JsonRpc rpc;
    private final MarketFile market;

    public MarketContracts(JsonRpc rpc, MarketFile market) {
        this.rpc = rpc;
        this.market = market;
    }

    /** An order as OrderEscrow holds it; amounts in base units. */
    public record EscrowOrder(
            Address user,
            Address payee,
            TokenAmount deposit,
            TokenAmount releasedCum,
            TokenAmount refundedCum,
            TokenAmount feeCum,
            TokenAmount providerWithdrawn,
            TokenAmount userWithdrawn,
            TokenAmount feeWithdrawn,
            boolean isClosed) {
        /** What of this order still lies in the escrow. */
        public TokenAmount held() {
            return deposit.minus(providerWithdrawn).minus(userWithdrawn).minus(feeWithdrawn);
        }
    }

    /** A node as NodeRegistry recorded it; {@code validUntil} in Unix seconds. */
    public record RecordedNode(Address stakeAccount, Address payee, long validUntil, Bytes32 quoteHash) {}

    /** Withdrawable amounts of an order. */
    public record Withdrawable(TokenAmount provider, TokenAmount user) {}

    public EscrowOrder order(OrderId orderId, String block) {
        Words words = rpc.read(
                market.contracts().orderEscrow(), ESCROW.call("order", List.of(bytes32(orderId.value()))), block);
        return new EscrowOrder(
                words.address(0),
                words.address(1),
                words.amount(4),
                words.amount(5),
                words.amount(6),
                words.amount(7),
                words.amount(8),
                words.amount(9),
                words.amount(10),
                words.flag(13));
    }

    public Withdrawable withdrawable(OrderId orderId) {
        Words words = rpc.read(
                market.contracts().orderEscrow(),
                ESCROW.call("withdrawable", List.of(bytes32(orderId.value()))),
                "latest");
        return new Withdrawable(words.amount(0), words.amount(1));
    }

    /** The node's record; nothing if there is none. */
    public Optional<RecordedNode> node(NodeId nodeId) {
        Words words = rpc.read(
                market.contracts().nodeRegistry(), REGISTRY.call("node", List.of(bytes32(nodeId.value()))), "latest");
        return words.number(1).signum() == 0
                ? Optional.empty()
                : Optional.of(
                        new RecordedNode(words.address(4), words.address(8), words.seconds(9), words.bytes32(11)));
    }

    public TokenAmount freeStake(NodeId nodeId) {
        return rpc.read(
                        market.contracts().stakeManager(),
                        STAKE.call("freeStake", List.of(bytes32(nodeId.value()))),
                        "latest")
                .amount(0);
    }

    public TokenAmount tokens(Address account, String block) {
        return rpc.read(market.contracts().token(), TOKEN.call("balanceOf", List.of(address(account))), block)
                .amount(0);
    }

    public BigInteger permitNonce(Address account) {
        return rpc.read(market.contracts().token(), TOKEN.call("nonces", List.of(address(account))), "latest")
                .number(0);
    }

    public Bytes32 tokenDomain() {
        return rpc.read(market.contracts().token(), TOKEN.call("DOMAIN_SEPARATOR"), "latest")
                .bytes32(0);
    }

    /** Ether of an account, in wei. */
    public BigInteger ether(Address account) {
        return rpc.quantity("eth_getBalance", JsonRpc.text(account.toString()), JsonRpc.text("latest"));
    }

    /** Every order whose escrow was opened up to a block. */
    public SortedSet<OrderId> openedOrders(long toBlock) {
        ObjectNode filter = Json.object()
                .put("address", market.contracts().orderEscrow().toString())
                .put("fromBlock", JsonRpc.hex(market.deployBlock()))
                .put("toBlock", JsonRpc.hex(toBlock));
        filter.putArray("topics").add(ESCROW.topic("EscrowOpened"));
        SortedSet<OrderId> orders = new TreeSet<>();
        for (JsonNode log : rpc.call("eth_getLogs", filter)) {
            orders.add(OrderId.parse(log.path("topics").path(1).asText()));
        }
        return orders;
    }

    static Type bytes32(Bytes32 value) {
        return new org.web3j.abi.datatypes.generated.Bytes32(value.toArray());
    }

    static Type address(Address value) {
        return new org.web3j.abi.datatypes.Address(value.toString());
    }

    static Type number(BigInteger value) {
        return new Uint256(value);
    }

    static Type number(long value) {
        return new Uint256(BigInteger.valueOf(value));
    }
}
