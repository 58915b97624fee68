package org.computingpower.attestation.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.computingpower.attestation.application.NodeStore;
import org.computingpower.attestation.domain.RegisteredNode;
import org.computingpower.terms.Address;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.key.VerifyingKey;

/** What registry and chain say of nodes. */
@ApplicationScoped
class NodeTable implements NodeStore {
    /** If the node begins or ends to stand for its platform, the claims of that platform are looked at again. */
    @Override
    public Uni<Void> put(SqlClient transaction, RegisteredNode node) {
        return transaction
                .preparedQuery("with old as (select holding_platform from registered_node where node_id = $1),"
                        + " new as (insert into registered_node as n"
                        + " (node_id, public_key, provider, stake_account, payee, holding_platform, version)"
                        + " values ($1, $2, $3, $4, $5, $6, $7) on conflict (node_id) do update set"
                        + " public_key = excluded.public_key, provider = excluded.provider,"
                        + " stake_account = excluded.stake_account, payee = excluded.payee,"
                        + " holding_platform = excluded.holding_platform, version = excluded.version"
                        + " where n.version < excluded.version returning n.holding_platform)"
                        + " update claim set recheck_at = 'epoch' where platform_id ="
                        + " (select platform_id from claim where node_id = $1)"
                        + " and exists (select 1 from new left join old on true"
                        + " where new.holding_platform is distinct from old.holding_platform)")
                .execute(Tuple.from(List.of(
                        node.nodeId().toString(),
                        node.publicKey().toString(),
                        node.provider().toString(),
                        node.stakeAccount().toString(),
                        node.payee().toString(),
                        node.isHoldingPlatform(),
                        node.version())))
                .replaceWithVoid();
    }

    @Override
    public Uni<Map<NodeId, RegisteredNode>> find(SqlClient client, Collection<NodeId> nodes) {
        return client.preparedQuery("select * from registered_node where node_id = any($1)")
                .execute(Tuple.of((Object) Sql.texts(nodes)))
                .map(rows -> Sql.rows(rows)
                        .map(NodeTable::read)
                        .collect(Collectors.toMap(RegisteredNode::nodeId, Function.identity())));
    }

    @Override
    public Uni<Void> recorded(SqlClient transaction, NodeId node, long seq) {
        return transaction
                .preparedQuery("insert into node_record as r (node_id, seq) values ($1, $2)"
                        + " on conflict (node_id) do update set seq = excluded.seq where r.seq < excluded.seq")
                .execute(Tuple.of(node.toString(), seq))
                .replaceWithVoid();
    }

    @Override
    public Uni<Map<NodeId, Long>> lastSeqs(SqlClient client, Collection<NodeId> nodes) {
        return client.preparedQuery("select node_id, seq from node_record where node_id = any($1)")
                .execute(Tuple.of((Object) Sql.texts(nodes)))
                .map(rows -> Sql.rows(rows).collect(Collectors.toMap(Sql::nodeId, row -> row.getLong("seq"))));
    }

    private static RegisteredNode read(Row row) {
        return new RegisteredNode(
                Sql.nodeId(row),
                VerifyingKey.parse(row.getString("public_key")),
                Address.parse(row.getString("provider")),
                Address.parse(row.getString("stake_account")),
                Address.parse(row.getString("payee")),
                row.getBoolean("holding_platform"),
                row.getLong("version"));
    }
}
