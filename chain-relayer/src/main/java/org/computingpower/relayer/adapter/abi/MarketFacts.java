package org.computingpower.relayer.adapter.abi;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.computingpower.events.ChainFact;
import org.computingpower.events.ChainPosition;
import org.computingpower.events.SlashState;
import org.computingpower.events.WithdrawalKind;
import org.computingpower.relayer.adapter.abi.EventShape.Values;
import org.computingpower.relayer.application.ChainNode;
import org.computingpower.relayer.application.FactDecoder;
import org.computingpower.relayer.domain.ChainLog;
import org.computingpower.relayer.domain.Intent;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;

/** Facts of NodeRegistry, StakeManager and OrderEscrow. */
public final class MarketFacts implements FactDecoder {

    private static final EventShape NODE_RECORDED =
            EventShape.of("NodeRecorded(uint64 eventSeq, bytes32 indexed nodeId, uint64 seq, address indexed provider,"
                    + " address stakeAccount, address payee, bytes32 nodeKeyX, bytes32 nodeKeyY, bytes32 quoteHash,"
                    + " uint8 teeType, uint8 tcbStatus, uint32 tcbEvaluationDataNumber, uint64 blockNumber,"
                    + " uint64 verifiedAt, uint64 validUntil)");
    private static final EventShape STAKE_CHANGED =
            EventShape.of("StakeChanged(uint64 eventSeq, bytes32 indexed nodeId, address indexed stakeAccount,"
                    + " uint256 total, uint256 locked, uint256 unbonding)");
    private static final EventShape SLASH_CHANGED =
            EventShape.of("SlashChanged(uint64 eventSeq, uint64 indexed slashNo, bytes32 indexed positionId,"
                    + " bytes32 indexed orderId, uint8 rule, uint8 state, uint256 amount, uint256 executed,"
                    + " bytes32 evidenceHash)");
    private static final EventShape ESCROW_OPENED =
            EventShape.of("EscrowOpened(uint64 eventSeq, bytes32 indexed orderId, address indexed user,"
                    + " bytes32 indexed nodeId, uint256 deposit, uint64 openedAt)");
    private static final EventShape BATCH_SETTLED =
            EventShape.of("BatchSettled(uint64 eventSeq, bytes32 indexed batchId, uint64 batchNo, uint32 applied,"
                    + " uint32 skipped, bytes items)");
    private static final EventShape ORDER_RECLAIMED = EventShape.of(
            "OrderReclaimed(uint64 eventSeq, bytes32 indexed orderId, uint256 releasedCum, uint256 refundedCum)");
    private static final EventShape WITHDRAWN =
            EventShape.of("Withdrawn(uint64 eventSeq, address indexed account, bytes32 indexed orderId,"
                    + " uint256 amount, uint8 kind)");

    private static final Map<Bytes32, EventShape> SHAPES = Stream.of(
                    NODE_RECORDED,
                    STAKE_CHANGED,
                    SLASH_CHANGED,
                    ESCROW_OPENED,
                    BATCH_SETTLED,
                    ORDER_RECLAIMED,
                    WITHDRAWN)
            .collect(Collectors.toUnmodifiableMap(EventShape::topic, Function.identity()));

    /** OpenZeppelin's role events carry no number. */
    private static final Set<Bytes32> WITHOUT_NUMBER = Stream.of(
                    EventShape.of("RoleGranted(bytes32 indexed role, address indexed account, address indexed sender)"),
                    EventShape.of("RoleRevoked(bytes32 indexed role, address indexed account, address indexed sender)"),
                    EventShape.of("RoleAdminChanged(bytes32 indexed role, bytes32 indexed previousAdminRole,"
                            + " bytes32 indexed newAdminRole)"))
            .map(EventShape::topic)
            .collect(Collectors.toUnmodifiableSet());

    /** SkipReason of OrderEscrow by code. */
    private static final List<String> SKIP_REASONS =
            List.of("NONE", "UNKNOWN_ORDER", "CLOSED", "STALE", "CONFLICT", "EXCEEDS_DEPOSIT", "UNBALANCED_FINAL");

    private static final int WORD = 32;
    private static final BigInteger BASIS = BigInteger.valueOf(10_000);

    private final Address orderEscrow;

    /**
     * @param orderEscrow the contract that knows the fee rates
     */
    public MarketFacts(Address orderEscrow) {
        this.orderEscrow = orderEscrow;
    }

    @Override
    public Optional<Heading> heading(ChainLog log) {
        if (log.topics().isEmpty() || WITHOUT_NUMBER.contains(log.topics().getFirst())) {
            return Optional.empty();
        }
        byte[] data = log.data();
        if (data.length < WORD) {
            throw new IllegalArgumentException(
                    "An event without number: " + log.topics().getFirst());
        }
        // Every event of the platform's contracts has eventSeq as its first field, so the unknown ones are counted too.
        long eventSeq = new BigInteger(1, Arrays.copyOf(data, WORD)).longValueExact();
        Bytes32 topic = log.topics().getFirst();
        if (topic.equals(NODE_RECORDED.topic())) {
            Values values = NODE_RECORDED.read(log);
            return Optional.of(new Heading(
                    eventSeq,
                    Optional.of(Intent.attestId(new NodeId(values.bytes32("nodeId")), values.longBits("seq"))),
                    List.of()));
        }
        if (topic.equals(BATCH_SETTLED.topic())) {
            Values values = BATCH_SETTLED.read(log);
            return Optional.of(new Heading(
                    eventSeq,
                    Optional.of(Intent.settleId(values.bytes32("batchId"))),
                    PackedItems.unpack(values.bytes("items")).stream()
                            .filter(settled -> settled.reason() == 0)
                            .map(settled -> settled.item().orderId())
                            .toList()));
        }
        if (topic.equals(ORDER_RECLAIMED.topic())) {
            OrderId orderId = new OrderId(ORDER_RECLAIMED.read(log).bytes32("orderId"));
            return Optional.of(new Heading(eventSeq, Optional.empty(), List.of(orderId)));
        }
        return Optional.of(new Heading(eventSeq, Optional.empty(), List.of()));
    }

    @Override
    public List<ChainFact> facts(ChainLog log, ChainPosition at, FeeRates fees) {
        EventShape shape = SHAPES.get(log.topics().getFirst());
        if (shape == null) {
            return List.of();
        }
        Values values = shape.read(log);
        return switch (shape.name()) {
            case "NodeRecorded" ->
                List.of(new ChainFact.NodeRecorded(
                        new NodeId(values.bytes32("nodeId")),
                        values.longBits("seq"),
                        values.bytes32("quoteHash"),
                        values.longBits("validUntil"),
                        at));
            case "StakeChanged" ->
                List.of(new ChainFact.StakeChanged(
                        new NodeId(values.bytes32("nodeId")),
                        values.address("stakeAccount"),
                        amount(values, "total"),
                        amount(values, "locked"),
                        amount(values, "unbonding"),
                        at));
            case "SlashChanged" ->
                List.of(new ChainFact.SlashChanged(
                        new NodeId(values.bytes32("positionId")),
                        values.longBits("slashNo"),
                        slashState(values.number("state").intValue()),
                        amount(values, "amount"),
                        at));
            case "EscrowOpened" ->
                List.of(new ChainFact.EscrowOpened(
                        new OrderId(values.bytes32("orderId")),
                        values.address("user"),
                        new NodeId(values.bytes32("nodeId")),
                        amount(values, "deposit"),
                        at));
            case "BatchSettled" -> batch(values, at, fees);
            case "OrderReclaimed" -> List.of(reclaimed(values, at, fees));
            case "Withdrawn" ->
                List.of(new ChainFact.Withdrawn(
                        values.address("account"),
                        new OrderId(values.bytes32("orderId")),
                        amount(values, "amount"),
                        withdrawalKind(values.number("kind").intValue()),
                        at));
            default -> throw new IllegalStateException("No fact for " + shape.signature());
        };
    }

    /** The batch and then each of its items: one event of the contract, so one number and one log index. */
    private static List<ChainFact> batch(Values values, ChainPosition at, FeeRates fees) {
        Bytes32 batchId = values.bytes32("batchId");
        List<ChainFact> facts = new ArrayList<>();
        facts.add(new ChainFact.BatchSettled(
                batchId,
                values.longBits("batchNo"),
                values.number("applied").intValueExact(),
                values.number("skipped").intValueExact(),
                at));
        for (PackedItems.Settled settled : PackedItems.unpack(values.bytes("items"))) {
            OrderId orderId = settled.item().orderId();
            facts.add(
                    settled.reason() == 0
                            ? new ChainFact.OrderItemSettled(
                                    orderId,
                                    batchId,
                                    settled.item().releasedCum(),
                                    settled.item().refundedCum(),
                                    fee(settled.item().releasedCum(), fees.feeBps(orderId)),
                                    settled.item().isFinal(),
                                    at)
                            : new ChainFact.ItemSkipped(orderId, batchId, skipReason(settled.reason()), at));
        }
        return facts;
    }

    /** A reclaim closes the order like a final item, but of no batch. */
    private static ChainFact reclaimed(Values values, ChainPosition at, FeeRates fees) {
        OrderId orderId = new OrderId(values.bytes32("orderId"));
        TokenAmount released = amount(values, "releasedCum");
        return new ChainFact.OrderItemSettled(
                orderId,
                Bytes32.ZERO,
                released,
                amount(values, "refundedCum"),
                fee(released, fees.feeBps(orderId)),
                true,
                at);
    }

    @Override
    public Optional<Integer> feeBps(ChainNode node, OrderId orderId) {
        // order() answers 14 words: user, payee, feeBps, ...; user is zero for an unknown order.
        return node.read(MarketCalls.order(orderEscrow, orderId))
                .filter(answer -> answer.length >= 3 * WORD && !word(answer, 0).equals(BigInteger.ZERO))
                .map(answer -> word(answer, 2).intValueExact());
    }

    private static BigInteger word(byte[] answer, int index) {
        return new BigInteger(1, Arrays.copyOfRange(answer, index * WORD, (index + 1) * WORD));
    }

    /** fee(R) = floor(R × feeBps / 10^4) of the whole released amount, as the contract computes it. */
    private static TokenAmount fee(TokenAmount releasedCum, int feeBps) {
        return new TokenAmount(
                releasedCum.baseUnits().multiply(BigInteger.valueOf(feeBps)).divide(BASIS));
    }

    private static TokenAmount amount(Values values, String field) {
        return new TokenAmount(values.number(field));
    }

    private static String skipReason(int code) {
        return code < SKIP_REASONS.size() ? SKIP_REASONS.get(code) : "CODE_" + code;
    }

    private static WithdrawalKind withdrawalKind(int code) {
        return switch (code) {
            case 0 -> WithdrawalKind.PROVIDER;
            case 1 -> WithdrawalKind.REFUND;
            case 2, 3 -> WithdrawalKind.FEE;
            default -> throw new IllegalArgumentException("Unknown kind of withdrawal " + code);
        };
    }

    private static SlashState slashState(int code) {
        return switch (code) {
            case 1 -> SlashState.PENDING;
            case 2 -> SlashState.APPEALED;
            case 3 -> SlashState.REDUCED;
            case 4 -> SlashState.EXECUTED;
            case 5 -> SlashState.CANCELLED;
            default -> throw new IllegalArgumentException("Unknown state of a slash " + code);
        };
    }
}
