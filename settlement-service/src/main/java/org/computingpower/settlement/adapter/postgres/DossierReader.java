package org.computingpower.settlement.adapter.postgres;

import static org.computingpower.settlement.adapter.postgres.Columns.amount;
import static org.computingpower.settlement.adapter.postgres.Columns.maybeAmount;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.computingpower.events.CloseReason;
import org.computingpower.settlement.domain.order.Dossier;
import org.computingpower.settlement.domain.order.OrderMoney;
import org.computingpower.settlement.domain.order.Phase;
import org.computingpower.settlement.domain.order.PowerRuns;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.money.DeploymentRequest;
import org.computingpower.terms.money.OpenedRounds;
import org.computingpower.terms.money.OrderFold;
import org.computingpower.terms.quorum.Vote;
import org.computingpower.terms.signed.Order;
import org.computingpower.terms.signed.PowerVerdict;

/** Puts the rows of the dossier queries together; one instance per load. */
final class DossierReader {

    private static final class Parts {
        private final Row row;
        private final List<Dossier.Hold> holds = new ArrayList<>();
        private final List<DeploymentRequest> deployments = new ArrayList<>();
        private final Map<Long, List<Vote<PowerVerdict>>> votes = new HashMap<>();
        private final List<Dossier.NodeVersion> nodes = new ArrayList<>();

        private Parts(Row row) {
            this.row = row;
        }
    }

    private final StatementJson json;
    private final Map<String, Parts> orders = new LinkedHashMap<>();
    private final Set<Long> waived = new HashSet<>();
    private final Map<Bytes32, Boolean> audits = new HashMap<>();

    DossierReader(StatementJson json) {
        this.json = json;
    }

    void money(RowSet<Row> rows) {
        rows.forEach(row -> orders.put(row.getString("order_id"), new Parts(row)));
    }

    void holds(RowSet<Row> rows) {
        rows.forEach(row -> of(row).ifPresent(parts -> parts.holds.add(
                new Dossier.Hold(row.getLong("from_epoch"), Optional.ofNullable(row.getLong("to_epoch"))))));
    }

    void deployments(RowSet<Row> rows) {
        rows.forEach(row -> of(row).ifPresent(parts -> parts.deployments.add(new DeploymentRequest(
                row.getLong("generation"),
                instant(row, "requested_at"),
                Stream.of(instant(row, "ready_at"), instant(row, "failed_at"))
                        .flatMap(Optional::stream)
                        .min(Comparator.naturalOrder())))));
    }

    void verdicts(RowSet<Row> rows) {
        rows.forEach(row -> of(row).ifPresent(parts -> parts.votes
                .computeIfAbsent(row.getLong("epoch"), epoch -> new ArrayList<>())
                .add(new Vote<>(
                        Address.parse(row.getString("validator")),
                        json.read(row.getString("statement"), PowerVerdict.class),
                        Signature.parse(row.getString("signature"))))));
    }

    void waived(RowSet<Row> rows) {
        rows.forEach(row -> waived.add(row.getLong("epoch")));
    }

    void rounds(RowSet<Row> rows) {
        rows.forEach(row -> audits.put(Bytes32.parse(row.getString("open_hash")), row.getBoolean("audit")));
    }

    void nodes(RowSet<Row> rows) {
        rows.forEach(row -> of(row).ifPresent(parts -> parts.nodes.add(new Dossier.NodeVersion(
                row.getLong("version"), row.getLong("effective_epoch"), Set.of(row.getArrayOfIntegers("devices"))))));
    }

    long firstOpenEpoch() {
        return orders.values().stream()
                .mapToLong(parts -> parts.row.getLong("first_open_epoch"))
                .min()
                .orElse(0);
    }

    List<Dossier> dossiers() {
        OpenedRounds rounds = new OpenedRounds(audits);
        return orders.values().stream().map(parts -> dossier(parts, rounds)).toList();
    }

    private Dossier dossier(Parts parts, OpenedRounds rounds) {
        Row row = parts.row;
        return new Dossier(
                json.read(row.getString("terms"), Order.class),
                money(row),
                Optional.ofNullable(row.getString("power_runs"))
                        .map(runs -> json.read(runs, PowerRuns.class))
                        .orElse(PowerRuns.NONE),
                maybeAmount(row, "chain_deposit")
                        .map(amount ->
                                new Dossier.Deposit(amount, row.getLong("deposit_block"), row.getLong("deposit_time"))),
                Optional.ofNullable(row.getLong("billing_from_epoch")),
                Optional.ofNullable(row.getLong("closing_at"))
                        .map(at -> new Dossier.Closing(
                                at, CloseReason.PROVIDER_FAULT.name().equals(row.getString("close_reason")))),
                parts.holds,
                parts.deployments,
                parts.votes,
                waived,
                rounds,
                parts.nodes,
                new Dossier.SlashHistory(
                        amount(row, "slashed_order"),
                        amount(row, "slashed_node"),
                        amount(row, "stake"),
                        List.of(row.getArrayOfLongs("voids"))),
                Optional.of(new Dossier.ChainItem(
                        amount(row, "chain_released"),
                        amount(row, "chain_refunded"),
                        Optional.ofNullable(row.getString("final_batch")).map(Bytes32::parse),
                        Optional.ofNullable(row.getLong("final_block")).orElse(0L))));
    }

    private OrderMoney money(Row row) {
        return new OrderMoney(
                OrderId.parse(row.getString("order_id")),
                Phase.valueOf(row.getString("phase")),
                Optional.ofNullable(row.getString("fold")).map(fold -> json.read(fold, OrderFold.class)),
                amount(row, "deposit"),
                amount(row, "released"),
                amount(row, "fee"),
                amount(row, "refunded"),
                row.getBoolean("settled"));
    }

    private Optional<Parts> of(Row row) {
        return Optional.ofNullable(orders.get(row.getString("order_id")));
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }
}
