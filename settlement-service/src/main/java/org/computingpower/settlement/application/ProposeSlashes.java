package org.computingpower.settlement.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.computingpower.events.EventJson;
import org.computingpower.events.SettlementSlashEvent.SlashProposed;
import org.computingpower.settlement.application.OrderBook.ProposedSlash;
import org.computingpower.settlement.domain.order.PowerRun;
import org.computingpower.settlement.domain.order.Step.SlashWanted;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.Order;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.Slash;
import org.computingpower.terms.signed.SlashRule;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Numbers and publishes slash proposals, each with the evidence that its reason can be recomputed from. Nothing is taken here. */
@ApplicationScoped
public class ProposeSlashes {

    private static final Logger LOG = Logger.getLogger(ProposeSlashes.class);

    private final Market market;
    private final OrderBook book;
    private final Events events;
    private final ObjectMapper mapper = EventJson.newMapper();

    ProposeSlashes(Market market, OrderBook book, Events events) {
        this.market = market;
        this.book = book;
        this.events = events;
    }

    /**
     * A slash that the rules ask for.
     *
     * @param terms the order's terms
     * @param orderId the order
     * @param slash the step that asks for it
     */
    public record Wanted(Order terms, OrderId orderId, SlashWanted slash) {}

    private record Evidence(
            SlashRule rule,
            OrderId orderId,
            NodeId nodeId,
            TokenAmount price,
            long epoch,
            int count,
            List<PowerVerdict> verdicts,
            @Nullable PowerRun shortfall) {}

    /** Proposes slashes in their order. */
    public Uni<Void> propose(SqlClient transaction, List<Wanted> wanted, Instant now) {
        if (wanted.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return book.lastSlashNo(transaction).chain(last -> {
            List<ProposedSlash> proposed = new ArrayList<>();
            for (Wanted one : wanted) {
                proposed.add(proposal(one, last + 1 + proposed.size(), now));
            }
            return book.slashes(transaction, proposed)
                    .chain(() -> events.publish(
                            transaction,
                            proposed.stream()
                                    .map(slash -> new SlashProposed(
                                            slash.statement(), slash.reason(), slash.evidence(), slash.proposedAt()))
                                    .toList()));
        });
    }

    private ProposedSlash proposal(Wanted wanted, long slashNo, Instant now) {
        SlashWanted slash = wanted.slash();
        NodeId node = wanted.terms().nodeId();
        String evidence = write(new Evidence(
                slash.rule(),
                wanted.orderId(),
                node,
                wanted.terms().totalPrice(),
                slash.epoch(),
                slash.count(),
                slash.verdicts(),
                slash.shortfall().orElse(null)));
        Slash statement = new Slash(
                market.setVersion(),
                node,
                wanted.orderId(),
                slash.rule(),
                slash.amount(),
                Digests.sha256(evidence.getBytes(StandardCharsets.UTF_8)),
                slashNo);
        LOG.infof(
                "Slash proposed: nodeId=%s orderId=%s rule=%s amount=%s",
                node, wanted.orderId(), slash.rule(), slash.amount());
        return new ProposedSlash(statement, slash.epoch(), reason(slash), evidence, now);
    }

    private static String reason(SlashWanted slash) {
        return switch (slash.rule()) {
            case S1 -> "Strike " + slash.count() + " in a row at epoch " + slash.epoch();
            case S2 ->
                slash.shortfall()
                        .map(run -> "Order terminated for provider fault: device " + run.device() + " found "
                                + run.shares() + " of " + run.expected() + " shares in epochs " + run.fromEpoch()
                                + " to " + run.toEpoch())
                        .orElseGet(() -> "Order terminated for provider fault after " + slash.count()
                                + " unpaid windows in a row");
            case S3 -> slash.count() + " false answers within 24 hours, the last at epoch " + slash.epoch();
            case S0, S4, S5 -> throw new IllegalArgumentException("Not proposed by windows: " + slash.rule());
        };
    }

    private String write(Evidence evidence) {
        try {
            return mapper.writeValueAsString(evidence);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Evidence has no JSON form", e);
        }
    }
}
