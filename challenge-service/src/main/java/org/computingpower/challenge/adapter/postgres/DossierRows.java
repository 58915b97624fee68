package org.computingpower.challenge.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.computingpower.challenge.domain.money.OrderDossier;
import org.computingpower.challenge.domain.money.OrderDossier.Amounts;
import org.computingpower.challenge.domain.money.OrderDossier.NodeDevices;
import org.computingpower.challenge.domain.roster.OrderTerm.Hold;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.money.DeploymentRequest;
import org.computingpower.terms.money.OpenedRounds;
import org.computingpower.terms.quorum.Vote;
import org.computingpower.terms.signed.Order;
import org.computingpower.terms.signed.PowerVerdict;

/** Everything about the money of some orders, in one query per table. */
@ApplicationScoped
class DossierRows {

    private static final String ORDERS = "select m.order_id, node_id, terms, billing_from_epoch, closing_at_second,"
            + " deposit, released, refunded, is_final from market_order m left join cosigned_order using (order_id)"
            + " where m.order_id = any($1) and terms is not null";
    private static final String DEPLOYMENTS =
            "select order_id, generation, requested_at, answered_at from deployment where order_id = any($1)";
    /** The first verdict of each validator before those that contradict it, as settlement reads them. */
    private static final String VOTES = "select order_id, epoch, validator, body, signature from (select v.*,"
            + " row_number() over (partition by order_id, epoch, device, validator order by arrived) as place from vote v"
            + " where order_id = any($1) and epoch <= $2) v order by order_id, epoch, device, place, validator";

    private static final String WAIVED = "select epoch from waived_epoch where epoch <= $1";
    /** Only those that some of the orders may have been judged in. */
    private static final String ROUNDS = "select open_hash, audit from opened_round where epoch <= $2 and epoch >="
            + " (select min(billing_from_epoch) from market_order where order_id = any($1))";

    private static final String DEVICES =
            "select node_id, version, effective_epoch, devices from node_version where node_id = any($1)";

    private record Parts(
            Map<String, List<Hold>> holds,
            Map<String, List<DeploymentRequest>> deployments,
            Map<String, Map<Long, List<Vote<PowerVerdict>>>> votes,
            Set<Long> waived,
            OpenedRounds rounds,
            Map<String, List<NodeDevices>> devices) {}

    Uni<List<OrderDossier>> load(SqlClient client, Collection<OrderId> orders, long throughEpoch) {
        String[] ids = Sql.text(orders, order -> order);
        return Sql.list(client, row -> row, ORDERS, (Object) ids).chain(rows -> {
            String[] nodes = rows.stream()
                    .map(row -> Sql.read(row.getString("terms"), Order.class)
                            .nodeId()
                            .toString())
                    .distinct()
                    .toArray(String[]::new);
            return RosterRows.holds(client, List.of(ids))
                    .chain(holds -> deployments(client, ids)
                            .chain(deployments -> votes(client, ids, throughEpoch)
                                    .chain(votes -> waived(client, throughEpoch)
                                            .chain(waived -> rounds(client, ids, throughEpoch)
                                                    .chain(rounds -> devices(client, nodes)
                                                            .map(devices -> new Parts(
                                                                    holds,
                                                                    deployments,
                                                                    votes,
                                                                    waived,
                                                                    rounds,
                                                                    devices)))))))
                    .map(parts -> rows.stream().map(row -> dossier(row, parts)).toList());
        });
    }

    private static Uni<Map<String, List<DeploymentRequest>>> deployments(SqlClient client, String[] ids) {
        return Sql.run(client, DEPLOYMENTS, (Object) ids)
                .map(rows -> Sql.stream(rows)
                        .collect(Collectors.groupingBy(
                                row -> row.getString("order_id"),
                                Collectors.mapping(
                                        row -> new DeploymentRequest(
                                                row.getLong("generation"),
                                                Optional.ofNullable(row.getOffsetDateTime("requested_at"))
                                                        .map(OffsetDateTime::toInstant),
                                                Optional.ofNullable(row.getOffsetDateTime("answered_at"))
                                                        .map(OffsetDateTime::toInstant)),
                                        Collectors.toList()))));
    }

    private static Uni<Map<String, Map<Long, List<Vote<PowerVerdict>>>>> votes(
            SqlClient client, String[] ids, long throughEpoch) {
        return Sql.run(client, VOTES, ids, throughEpoch)
                .map(rows -> Sql.stream(rows)
                        .collect(Collectors.groupingBy(
                                row -> row.getString("order_id"),
                                Collectors.groupingBy(
                                        row -> row.getLong("epoch"),
                                        Collectors.mapping(DossierRows::vote, Collectors.toList())))));
    }

    /** Signatures were checked before a row was written. */
    private static Vote<PowerVerdict> vote(Row row) {
        return new Vote<>(
                Address.parse(row.getString("validator")),
                Sql.read(row.getString("body"), PowerVerdict.class),
                Sql.signature(row));
    }

    private static Uni<Set<Long>> waived(SqlClient client, long throughEpoch) {
        return Sql.list(client, row -> row.getLong("epoch"), WAIVED, throughEpoch)
                .map(HashSet::new);
    }

    private static Uni<OpenedRounds> rounds(SqlClient client, String[] ids, long throughEpoch) {
        return Sql.run(client, ROUNDS, ids, throughEpoch)
                .map(rows -> new OpenedRounds(Sql.stream(rows)
                        .collect(Collectors.toMap(
                                row -> Bytes32.parse(row.getString("open_hash")), row -> row.getBoolean("audit")))));
    }

    private static Uni<Map<String, List<NodeDevices>>> devices(SqlClient client, String[] nodes) {
        return Sql.run(client, DEVICES, (Object) nodes)
                .map(rows -> Sql.stream(rows)
                        .collect(Collectors.groupingBy(
                                row -> row.getString("node_id"),
                                Collectors.mapping(
                                        row -> new NodeDevices(
                                                row.getLong("version"),
                                                row.getLong("effective_epoch"),
                                                Set.of(row.getArrayOfIntegers("devices"))),
                                        Collectors.toList()))));
    }

    private static OrderDossier dossier(Row row, Parts parts) {
        String id = row.getString("order_id");
        Order terms = Sql.read(row.getString("terms"), Order.class);
        Optional<Amounts> signed = Optional.ofNullable(row.getBigDecimal("released"))
                .map(released ->
                        new Amounts(amount(released), Sql.amount(row, "refunded"), row.getBoolean("is_final")));
        return new OrderDossier(
                OrderId.parse(id),
                terms,
                Optional.ofNullable(row.getBigDecimal("deposit")).map(DossierRows::amount),
                Optional.ofNullable(row.getLong("billing_from_epoch")),
                Optional.ofNullable(row.getLong("closing_at_second")),
                parts.holds().getOrDefault(id, List.of()),
                parts.deployments().getOrDefault(id, List.of()),
                parts.votes().getOrDefault(id, Map.of()),
                parts.waived(),
                parts.rounds(),
                parts.devices().getOrDefault(terms.nodeId().toString(), List.of()),
                signed);
    }

    private static TokenAmount amount(BigDecimal value) {
        return new TokenAmount(value.toBigIntegerExact());
    }
}
