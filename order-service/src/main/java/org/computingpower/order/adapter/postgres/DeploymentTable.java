package org.computingpower.order.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.computingpower.order.application.DeploymentStore;
import org.computingpower.order.domain.Deployment;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.DeploymentStatus;

/** Deployments and the last report on each order's. */
@ApplicationScoped
class DeploymentTable implements DeploymentStore {
    private static final String NEWEST = "select distinct on (d.order_id) d.order_id, d.generation, d.url, d.sha256,"
            + " d.requested_at, r.status::text as status, r.detail from deployment d"
            + " left join deployment_report r using (order_id) where d.order_id = any($1)"
            + " order by d.order_id, d.generation desc";

    @Override
    public Uni<Optional<Deployment>> find(SqlClient client, OrderId orderId) {
        return find(client, List.of(orderId)).map(found -> Optional.ofNullable(found.get(orderId)));
    }

    @Override
    public Uni<Map<OrderId, Deployment>> find(SqlClient client, List<OrderId> orderIds) {
        if (orderIds.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        String[] ids = orderIds.stream().map(OrderId::toString).toArray(String[]::new);
        return client.preparedQuery(NEWEST)
                .execute(OrderRow.tuple((Object) ids))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(DeploymentTable::deployment)
                        .collect(Collectors.toMap(Deployment::orderId, Function.identity())));
    }

    private static Deployment deployment(Row row) {
        String status = row.getString("status");
        return new Deployment(
                OrderId.parse(row.getString("order_id")),
                row.getLong("generation"),
                row.getString("url"),
                Bytes32.parse(row.getString("sha256")),
                row.getOffsetDateTime("requested_at").toInstant(),
                status == null ? null : OrderRow.read(status, DeploymentStatus.class),
                row.getString("detail"));
    }

    @Override
    public Uni<Void> insert(SqlClient transaction, Deployment deployment) {
        return transaction
                .preparedQuery("insert into deployment (order_id, generation, url, sha256, requested_at)"
                        + " values ($1, $2, $3, $4, $5)")
                .execute(Tuple.of(
                        deployment.orderId().toString(),
                        deployment.generation(),
                        deployment.url(),
                        deployment.sha256().toString(),
                        OrderRow.utc(deployment.requestedAt())))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> report(SqlClient transaction, DeploymentStatus status, String detail, Signature signature) {
        return transaction
                .preparedQuery("insert into deployment_report (order_id, status, detail, signature)"
                        + " values ($1, $2::text::jsonb, $3, $4) on conflict (order_id) do update set"
                        + " status = excluded.status, detail = excluded.detail, signature = excluded.signature")
                .execute(Tuple.of(status.orderId().toString(), OrderRow.json(status), detail, signature.toString()))
                .replaceWithVoid();
    }
}
