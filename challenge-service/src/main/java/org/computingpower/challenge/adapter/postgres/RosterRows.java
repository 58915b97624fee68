package org.computingpower.challenge.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.computingpower.challenge.domain.roster.DeviceRating;
import org.computingpower.challenge.domain.roster.EpochRoster;
import org.computingpower.challenge.domain.roster.NodeVersion;
import org.computingpower.challenge.domain.roster.NodeVersion.DevicePower;
import org.computingpower.challenge.domain.roster.OrderTerm;
import org.computingpower.challenge.domain.roster.RosterBuilder;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.power.ProofParameters;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.money.AuditRule;

/** Facts that rosters are built from, and fixed rosters. */
@ApplicationScoped
class RosterRows {

    private static final String OF_NODE = " and node_id = $2";
    private static final String HOLDS =
            "select order_id, from_epoch, to_epoch from order_hold where order_id = any($1)";
    private static final String SAVE = "insert into roster_entry (epoch, node_id, device, order_id, params)"
            + " select $1, node_id, device, order_id, params"
            + " from unnest($2::text[], $3::int[], $4::text[], $5::bytea[]) as t (node_id, device, order_id, params)";
    private static final String ENTRIES = "select node_id, device, order_id, params from roster_entry where epoch = $1";

    private static String nodes(String which) {
        return "select distinct on (node_id) node_id, version, effective_epoch, admitted,"
                + " to_be_rated, devices, advertised, rated from node_version where effective_epoch <= $1" + which
                + " order by node_id, version desc";
    }

    private static String ratings(String which) {
        return "select distinct on (node_id, device) node_id, device, effective_epoch, r0"
                + " from device_rating where effective_epoch <= $1" + which
                + " order by node_id, device, effective_epoch desc";
    }

    private static String orders(String which) {
        return "select order_id, node_id, effective_epoch, ends_at_epoch, leaves_at_epoch, shared_phi_bps"
                + " from market_order m where effective_epoch <= $1" + which
                + " and (leaves_at_epoch is null or leaves_at_epoch > $1)"
                + " and (ends_at_epoch + case when shared_phi_bps is null then 0 else "
                + AuditRule.EPOCHS_AFTER_END + " end > $1"
                + " or exists (select 1 from order_hold h where h.order_id = m.order_id))";
    }

    Uni<RosterBuilder.Facts> facts(SqlClient client, long epoch) {
        return facts(client, "", epoch);
    }

    /** Of one node; costs the same however many there are. */
    Uni<RosterBuilder.Facts> facts(SqlClient client, long epoch, NodeId nodeId) {
        return facts(client, OF_NODE, epoch, nodeId.toString());
    }

    private static Uni<RosterBuilder.Facts> facts(SqlClient client, String which, Object... values) {
        return Sql.list(client, RosterRows::node, nodes(which), values)
                .chain(nodes -> Sql.list(client, RosterRows::rating, ratings(which), values)
                        .chain(ratings -> orders(client, orders(which), values)
                                .map(orders -> new RosterBuilder.Facts(nodes, ratings, orders))));
    }

    private static Uni<List<OrderTerm>> orders(SqlClient client, String sql, Object... values) {
        return Sql.list(client, row -> row, sql, values)
                .chain(rows -> holds(
                                client,
                                rows.stream()
                                        .map(row -> row.getString("order_id"))
                                        .toList())
                        .map(holds ->
                                rows.stream().map(row -> order(row, holds)).toList()));
    }

    /** Holds by order. */
    static Uni<Map<String, List<OrderTerm.Hold>>> holds(SqlClient client, List<String> orders) {
        return Sql.run(client, HOLDS, (Object) orders.toArray(String[]::new))
                .map(rows -> Sql.stream(rows)
                        .collect(Collectors.groupingBy(
                                row -> row.getString("order_id"),
                                Collectors.mapping(
                                        row -> new OrderTerm.Hold(
                                                row.getLong("from_epoch"),
                                                Optional.ofNullable(row.getLong("to_epoch"))),
                                        Collectors.toList()))));
    }

    private static OrderTerm order(Row row, Map<String, List<OrderTerm.Hold>> holds) {
        String id = row.getString("order_id");
        return new OrderTerm(
                OrderId.parse(id),
                NodeId.parse(row.getString("node_id")),
                row.getLong("effective_epoch"),
                row.getLong("ends_at_epoch"),
                Optional.ofNullable(row.getLong("leaves_at_epoch")),
                holds.getOrDefault(id, List.of()),
                Optional.ofNullable(row.getInteger("shared_phi_bps")));
    }

    private static NodeVersion node(Row row) {
        Integer[] devices = row.getArrayOfIntegers("devices");
        Long[] advertised = row.getArrayOfLongs("advertised");
        Long[] rated = row.getArrayOfLongs("rated");
        List<DevicePower> powers = new ArrayList<>();
        for (int i = 0; i < devices.length; i++) {
            powers.add(new DevicePower(devices[i], advertised[i], rated[i]));
        }
        return new NodeVersion(
                NodeId.parse(row.getString("node_id")),
                row.getLong("version"),
                row.getLong("effective_epoch"),
                row.getBoolean("admitted"),
                row.getBoolean("to_be_rated"),
                powers);
    }

    private static DeviceRating rating(Row row) {
        return new DeviceRating(
                NodeId.parse(row.getString("node_id")),
                row.getInteger("device"),
                row.getLong("r0"),
                row.getLong("effective_epoch"));
    }

    Uni<Integer> save(SqlClient client, EpochRoster roster) {
        List<RosterSlot> slots = roster.slots();
        return Sql.update(
                client,
                SAVE,
                roster.epoch(),
                Sql.text(slots, RosterSlot::nodeId),
                Sql.ints(slots, RosterSlot::device),
                Sql.text(slots, RosterSlot::orderId),
                slots.stream()
                        .map(slot -> io.vertx.core.buffer.Buffer.buffer(
                                slot.parameters().encode()))
                        .toArray(io.vertx.core.buffer.Buffer[]::new));
    }

    Uni<EpochRoster> roster(SqlClient client, long epoch) {
        return Sql.list(client, RosterRows::slot, ENTRIES, epoch).map(slots -> new EpochRoster(epoch, slots));
    }

    private static RosterSlot slot(Row row) {
        Buffer params = row.getBuffer("params");
        return new RosterSlot(
                NodeId.parse(row.getString("node_id")),
                OrderId.parse(row.getString("order_id")),
                row.getInteger("device"),
                ProofParameters.decode(params.getBytes()));
    }
}
