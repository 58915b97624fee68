package org.computingpower.registry.adapter.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.computingpower.events.EventJson;
import org.computingpower.registry.application.NodeFilter;
import org.computingpower.registry.application.NodeStore;
import org.computingpower.registry.domain.Node;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.signed.Offer;
import org.jspecify.annotations.Nullable;

/** Nodes: columns for search, the whole state as one document. Writers of one node exclude each other by its row lock. */
@ApplicationScoped
class NodeTable implements NodeStore {
    private static final String INSERT =
            "insert into node (node_id, subject, stake_account, region, listed, trust_domain, valid_until, data_protection, rated,"
                    + " price_per_second, min_seconds, max_seconds, version, document)"
                    + " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14::text::jsonb)"
                    + " on conflict (node_id) do nothing";
    private static final String UPDATE =
            "update node set listed = $5, trust_domain = $6, valid_until = $7, data_protection = $8, rated = $9,"
                    + " price_per_second = $10, min_seconds = $11, max_seconds = $12, version = $13, document = $14::text::jsonb,"
                    + " subject = $2, stake_account = $3, region = $4 where node_id = $1 and version = $13 - 1";
    private static final String BY_ID = "select document::text as document from node where node_id = $1";

    private final ObjectMapper json = EventJson.newMapper();

    @Override
    public Uni<Boolean> insert(SqlClient transaction, Node node) {
        return transaction.preparedQuery(INSERT).execute(row(node)).map(rows -> rows.rowCount() == 1);
    }

    @Override
    public Uni<Void> update(SqlClient transaction, Node node) {
        return transaction.preparedQuery(UPDATE).execute(row(node)).map(rows -> {
            if (rows.rowCount() != 1) {
                throw new IllegalStateException("Node " + node.nodeId() + " was changed without its lock");
            }
            return null;
        });
    }

    @Override
    public Uni<Optional<Node>> find(SqlClient client, NodeId nodeId) {
        return client.preparedQuery(BY_ID).execute(Tuple.of(nodeId.toString())).map(this::first);
    }

    @Override
    public Uni<Optional<Node>> lock(SqlClient transaction, NodeId nodeId) {
        return transaction
                .preparedQuery(BY_ID + " for update")
                .execute(Tuple.of(nodeId.toString()))
                .map(this::first);
    }

    @Override
    public Uni<List<NodeId>> expired(SqlClient client, long unixSeconds) {
        return client.preparedQuery("select node_id from node where valid_until is not null and valid_until <= $1"
                        + " and document->'attestation'->>'status' = 'VALID' order by node_id limit 500")
                .execute(Tuple.of(unixSeconds))
                .map(rows -> stream(rows)
                        .map(row -> NodeId.parse(row.getString("node_id")))
                        .toList());
    }

    @Override
    public Uni<List<Node>> list(SqlClient client, NodeFilter filter, @Nullable String after, int limit) {
        List<String> conditions = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        filter.conditions().forEach(condition -> {
            values.add(condition.value());
            conditions.add(condition.sql().formatted("$" + values.size()));
        });
        if (after != null) {
            values.add(after);
            conditions.add("node_id > $" + values.size());
        }
        values.add(limit);
        String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        return client.preparedQuery("select document::text as document from node" + where + " order by node_id limit $"
                        + values.size())
                .execute(Tuple.from(values))
                .map(rows -> stream(rows).map(this::node).toList());
    }

    @Override
    public Uni<Long> count(SqlClient client, NodeFilter.Condition condition) {
        return client.preparedQuery("select count(*) as n from node where listed and not ("
                        + condition.sql().formatted("$1") + ")")
                .execute(Tuple.of(condition.value()))
                .map(rows -> rows.iterator().next().getLong("n"));
    }

    @Override
    public Uni<Void> orderOpened(SqlClient transaction, OrderId orderId, NodeId nodeId) {
        return transaction
                .preparedQuery("insert into open_order (order_id, node_id) values ($1, $2) on conflict do nothing")
                .execute(Tuple.of(orderId.toString(), nodeId.toString()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> orderClosed(SqlClient transaction, OrderId orderId) {
        return transaction
                .preparedQuery("delete from open_order where order_id = $1")
                .execute(Tuple.of(orderId.toString()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Boolean> hasOpenOrder(SqlClient transaction, NodeId nodeId) {
        return transaction
                .preparedQuery("select exists (select 1 from open_order where node_id = $1) as found")
                .execute(Tuple.of(nodeId.toString()))
                .map(rows -> rows.iterator().next().getBoolean("found"));
    }

    private Tuple row(Node node) {
        Offer offer = node.offer();
        return Tuple.from(new Object[] {
            node.nodeId().toString(),
            node.subject(),
            node.stakeAccount().toString(),
            node.region(),
            node.listed(),
            node.attestation().trustDomain(),
            node.attestation().validUntil(),
            offer == null ? null : offer.dataProtection().name(),
            node.power().rated(),
            offer == null ? null : new BigDecimal(offer.pricePerSecond().baseUnits()),
            offer == null ? null : offer.minSeconds(),
            offer == null ? null : offer.maxSeconds(),
            node.version(),
            document(node)
        });
    }

    private String document(Node node) {
        try {
            return json.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A node has no JSON form", e);
        }
    }

    private Optional<Node> first(RowSet<Row> rows) {
        return stream(rows).findFirst().map(this::node);
    }

    private Node node(Row row) {
        try {
            return json.readValue(row.getString("document"), Node.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored node cannot be read", e);
        }
    }

    private static java.util.stream.Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
