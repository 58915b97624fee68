package org.computingpower.settlement.adapter.kafka;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.computingpower.events.ChainFact;
import org.computingpower.events.ChainPosition;
import org.computingpower.events.FactLevel;
import org.computingpower.events.TopicNames;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;
import org.computingpower.settlement.application.AdvanceOrders;
import org.computingpower.settlement.application.ChainMirror;
import org.computingpower.settlement.application.FactStore;
import org.computingpower.settlement.application.FeeAccounts;
import org.computingpower.settlement.application.FinishBatches;
import org.computingpower.settlement.application.MirrorStake;
import org.computingpower.settlement.domain.ledger.AccountId;
import org.computingpower.terms.OrderId;

/** Turns facts of the chain into money: a final one moves it, a seen one is only shown. */
@ApplicationScoped
class ChainFactsConsumer implements EventConsumer {

    /** The contract's word for an item that a later batch overtook: nothing is wrong. */
    private static final String STALE = "STALE";

    private final FactStore facts;
    private final AdvanceOrders advance;
    private final FinishBatches batches;
    private final MirrorStake stakes;
    private final FeeAccounts feeAccounts;

    ChainFactsConsumer(
            FactStore facts,
            AdvanceOrders advance,
            FinishBatches batches,
            MirrorStake stakes,
            FeeAccounts feeAccounts) {
        this.facts = facts;
        this.advance = advance;
        this.batches = batches;
        this.stakes = stakes;
        this.feeAccounts = feeAccounts;
    }

    @Override
    public String name() {
        return "settlement.chain";
    }

    @Override
    public Set<String> topics() {
        return Set.of(TopicNames.CHAIN_FACTS);
    }

    @Override
    public EventOrder order() {
        return EventOrder.STRICT;
    }

    @Override
    public Uni<Void> apply(SqlConnection transaction, ReceivedEvent event) {
        return applyAll(transaction, List.of(event));
    }

    @Override
    public Uni<Void> applyAll(SqlConnection transaction, List<ReceivedEvent> events) {
        List<Facts.Received<ChainFact>> received = Facts.read(events, ChainFact.class);
        Map<OrderId, ChainMirror> mirrors = new LinkedHashMap<>();
        received.forEach(one -> mirror(one).ifPresent(m -> mirrors.merge(m.orderId(), m, ChainMirror::merge)));
        long block = received.stream()
                .map(one -> one.fact().at())
                .filter(ChainFactsConsumer::isFinal)
                .mapToLong(ChainPosition::blockNumber)
                .max()
                .orElse(0);
        Uni<Void> chain = facts.lock(transaction, mirrors.keySet())
                .chain(() -> facts.chain(transaction, mirrors.values()))
                .chain(() -> facts.finalizedBlock(transaction, block))
                .chain(() -> advance.advance(transaction, mirrors.keySet()));
        for (Facts.Received<ChainFact> one : received) {
            chain = chain.chain(() -> others(transaction, one.event().id(), one.fact()));
        }
        return chain;
    }

    private static Optional<ChainMirror> mirror(Facts.Received<ChainFact> received) {
        return switch (received.fact()) {
            case ChainFact.EscrowOpened opened ->
                Optional.of(new ChainMirror(
                        opened.orderId(),
                        Optional.of(opened.deposit()),
                        isFinal(opened.at())
                                ? Optional.of(new ChainMirror.Deposit(
                                        opened.deposit(),
                                        opened.at().blockNumber(),
                                        opened.at().blockTime(),
                                        received.event().id()))
                                : Optional.empty(),
                        Optional.empty()));
            case ChainFact.OrderItemSettled item
            when isFinal(item.at()) ->
                Optional.of(new ChainMirror(
                        item.orderId(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new ChainMirror.Item(
                                item.batchId().toString(),
                                item.releasedCum(),
                                item.refundedCum(),
                                item.feeCum(),
                                item.isFinal(),
                                item.at().blockNumber()))));
            case ChainFact.OrderItemSettled ignored -> Optional.empty();
            case ChainFact.StakeChanged ignored -> Optional.empty();
            case ChainFact.NodeRecorded ignored -> Optional.empty();
            case ChainFact.BatchSettled ignored -> Optional.empty();
            case ChainFact.ItemSkipped ignored -> Optional.empty();
            case ChainFact.Withdrawn ignored -> Optional.empty();
            case ChainFact.SlashChanged ignored -> Optional.empty();
            case ChainFact.FactReverted ignored -> Optional.empty();
        };
    }

    private Uni<Void> others(SqlConnection transaction, UUID event, ChainFact fact) {
        return switch (fact) {
            case ChainFact.StakeChanged stake
            when isFinal(stake.at()) ->
                stakes.mirror(
                        transaction, stake.nodeId(), stake.total(), stake.unbonding(), position(stake.at()), event);
            case ChainFact.BatchSettled settled
            when isFinal(settled.at()) -> batches.settled(transaction, settled, event);
            case ChainFact.ItemSkipped skipped
            when isFinal(skipped.at()) && !skipped.reason().equals(STALE) ->
                facts.heldByChain(transaction, skipped.orderId(), skipped.reason());
            case ChainFact.Withdrawn withdrawn
            when isFinal(withdrawn.at()) ->
                withdrawn.amount().isZero()
                        ? nothing()
                        : facts.withdrawal(
                                transaction,
                                position(withdrawn.at()),
                                source(withdrawn).toString(),
                                withdrawn.amount(),
                                event);
            case ChainFact.FactReverted reverted
            when reverted.fact().equals("EscrowOpened") ->
                facts.forgetSeenDeposits(transaction, List.of(OrderId.parse(reverted.key())));
            case ChainFact.EscrowOpened ignored -> nothing();
            case ChainFact.OrderItemSettled ignored -> nothing();
            case ChainFact.StakeChanged ignored -> nothing();
            case ChainFact.NodeRecorded ignored -> nothing();
            case ChainFact.BatchSettled ignored -> nothing();
            case ChainFact.ItemSkipped ignored -> nothing();
            case ChainFact.Withdrawn ignored -> nothing();
            case ChainFact.SlashChanged ignored -> nothing();
            case ChainFact.FactReverted ignored -> nothing();
        };
    }

    private AccountId source(ChainFact.Withdrawn withdrawn) {
        return switch (withdrawn.kind()) {
            case PROVIDER -> AccountId.earnedBy(withdrawn.account());
            case REFUND -> AccountId.refundableTo(withdrawn.account());
            case FEE -> feeAccounts.accountOf(withdrawn.account());
        };
    }

    private static String position(ChainPosition at) {
        return at.chainId() + ":" + at.contract() + ":" + at.blockNumber() + ":" + at.logIndex();
    }

    private static boolean isFinal(ChainPosition at) {
        return at.level() == FactLevel.FINAL;
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
