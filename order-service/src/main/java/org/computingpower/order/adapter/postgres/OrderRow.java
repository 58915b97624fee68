package org.computingpower.order.adapter.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.computingpower.events.Actor;
import org.computingpower.events.CloseReason;
import org.computingpower.events.EventJson;
import org.computingpower.events.FinalState;
import org.computingpower.order.domain.Activation;
import org.computingpower.order.domain.Ending;
import org.computingpower.order.domain.History;
import org.computingpower.order.domain.Hold;
import org.computingpower.order.domain.OrderState;
import org.computingpower.order.domain.OrderState.Active;
import org.computingpower.order.domain.OrderState.AwaitingEscrow;
import org.computingpower.order.domain.OrderState.AwaitingProvider;
import org.computingpower.order.domain.OrderState.Closing;
import org.computingpower.order.domain.OrderState.Degraded;
import org.computingpower.order.domain.OrderState.Ended;
import org.computingpower.order.domain.OrderState.Held;
import org.computingpower.order.domain.OrderState.Quoted;
import org.computingpower.order.domain.PlacedOrder;
import org.computingpower.order.domain.Progress;
import org.computingpower.order.domain.StateName;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.Acceptance;
import org.computingpower.terms.signed.AttestationFacet;
import org.computingpower.terms.signed.Order;
import org.jspecify.annotations.Nullable;

/** Between an order and its row. */
final class OrderRow {
    private static final ObjectMapper JSON = EventJson.newMapper();

    private OrderRow() {}

    /** What can change, in the order of {@link OrderTable}'s statements, {@code order_id} first. */
    static Tuple changing(PlacedOrder order, Optional<Instant> deadline) {
        History history = order.state().history();
        Activation activation = history.activation();
        Ending ending = null;
        CloseReason reason = null;
        Actor closedBy = null;
        String evidenceId = null;
        if (order.state() instanceof Closing closing) {
            ending = closing.ending();
            reason = ending.reason();
            closedBy = ending.actor();
            evidenceId = ending.evidenceId();
        } else if (order.state() instanceof Ended ended) {
            ending = ended.ending();
            reason = ended.reason();
            closedBy = ended.actor();
            evidenceId = ended.evidenceId();
        }
        Hold hold = order.state() instanceof Held held ? held.hold() : null;
        Progress progress = order.progress();
        return tuple(
                order.id().toString(),
                order.state().name().name(),
                text(history.signature()),
                amount(history.deposit()),
                activation == null ? null : json(activation.acceptance()),
                activation == null ? null : activation.signature().toString(),
                activation == null ? null : activation.billingFromEpoch(),
                activation == null ? null : activation.endsAtEpoch(),
                ending == null ? null : ending.atEpoch(),
                ending == null ? null : ending.at(),
                ending == null ? null : ending.reason().name(),
                reason == null ? null : reason.name(),
                closedBy == null ? null : closedBy.name(),
                evidenceId,
                progress.settled(),
                progress.paid(),
                progress.unpaidInARow(),
                progress.lastEpoch(),
                amount(progress.releasedCum()),
                amount(progress.refundedCum()),
                order.seq(),
                order.version(),
                deadline.map(OrderRow::utc).orElse(null),
                ending == null ? null : ending.note(),
                activation == null ? 0L : activation.heldEpochs(),
                hold == null ? null : hold.fromEpoch(),
                hold == null ? null : hold.cause().name());
    }

    static Tuple created(PlacedOrder order, Instant quoteExpiresAt) {
        return tuple(
                order.id().toString(),
                order.terms().nodeId().toString(),
                order.userSubject(),
                order.providerSubject(),
                order.terms().user().toString(),
                order.nodeKey().toString(),
                order.trustRootHash().toString(),
                json(order.terms()),
                utc(order.createdAt()),
                order.state().name().name(),
                utc(quoteExpiresAt),
                order.progress().lastEpoch(),
                order.seq(),
                order.version());
    }

    static PlacedOrder read(Row row) {
        return new PlacedOrder(
                OrderId.parse(row.getString("order_id")),
                read(row.getString("terms"), Order.class),
                row.getString("user_subject"),
                row.getString("provider_subject"),
                Address.parse(row.getString("node_key")),
                Bytes32.parse(row.getString("trust_root_hash")),
                row.getOffsetDateTime("created_at").toInstant(),
                state(row),
                new Progress(
                        row.getInteger("windows_settled"),
                        row.getInteger("windows_paid"),
                        row.getInteger("unpaid_in_a_row"),
                        row.getLong("last_epoch"),
                        amount(row.getBigDecimal("released_cum")),
                        amount(row.getBigDecimal("refunded_cum"))),
                row.getInteger("seq"),
                row.getLong("version"));
    }

    private static OrderState state(Row row) {
        History history = history(row);
        return switch (StateName.valueOf(row.getString("state"))) {
            case QUOTED -> new Quoted(row.getOffsetDateTime("quote_expires_at").toInstant());
            case AWAITING_ESCROW -> new AwaitingEscrow(Objects.requireNonNull(history.signature()));
            case AWAITING_PROVIDER ->
                new AwaitingProvider(
                        Objects.requireNonNull(history.signature()), Objects.requireNonNull(history.deposit()));
            case ACTIVE ->
                new Active(
                        Objects.requireNonNull(history.signature()),
                        Objects.requireNonNull(history.deposit()),
                        Objects.requireNonNull(history.activation()));
            case DEGRADED ->
                new Degraded(
                        Objects.requireNonNull(history.signature()),
                        Objects.requireNonNull(history.deposit()),
                        Objects.requireNonNull(history.activation()));
            case ATTESTATION_HOLD ->
                new Held(
                        Objects.requireNonNull(history.signature()),
                        Objects.requireNonNull(history.deposit()),
                        Objects.requireNonNull(history.activation()),
                        new Hold(
                                row.getLong("hold_from_epoch"), AttestationFacet.valueOf(row.getString("hold_cause"))));
            case CLOSING -> new Closing(history, Objects.requireNonNull(ending(row)));
            case COMPLETED, CANCELLED, TERMINATED, EXPIRED, REJECTED ->
                new Ended(
                        history,
                        FinalState.valueOf(row.getString("state")),
                        CloseReason.valueOf(row.getString("close_reason")),
                        Actor.valueOf(row.getString("closed_by")),
                        row.getString("evidence_id"),
                        ending(row));
        };
    }

    private static History history(Row row) {
        String signature = row.getString("signature");
        BigDecimal deposit = row.getBigDecimal("deposit");
        String acceptance = row.getString("acceptance");
        return new History(
                signature == null ? null : Signature.parse(signature),
                deposit == null ? null : amount(deposit),
                acceptance == null
                        ? null
                        : new Activation(
                                read(acceptance, Acceptance.class),
                                Signature.parse(row.getString("acceptance_signature")),
                                row.getLong("billing_from_epoch"),
                                row.getLong("ends_at_epoch"),
                                row.getLong("held_epochs")));
    }

    private static @Nullable Ending ending(Row row) {
        String reason = row.getString("ending_reason");
        return reason == null
                ? null
                : new Ending(
                        row.getLong("ending_at_epoch"),
                        row.getLong("ending_at"),
                        CloseReason.valueOf(reason),
                        Actor.valueOf(row.getString("closed_by")),
                        row.getString("evidence_id"),
                        row.getString("ending_note"));
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Tuple tuple(@Nullable Object... values) {
        return Tuple.from(Arrays.asList(values));
    }

    static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    static @Nullable BigDecimal amount(@Nullable TokenAmount amount) {
        return amount == null ? null : new BigDecimal(amount.baseUnits());
    }

    static TokenAmount amount(BigDecimal amount) {
        return new TokenAmount(amount.toBigIntegerExact());
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record of the terms has no JSON form", e);
        }
    }

    static <T> T read(String json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored document cannot be read", e);
        }
    }
}
