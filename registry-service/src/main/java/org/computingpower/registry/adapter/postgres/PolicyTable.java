package org.computingpower.registry.adapter.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.computingpower.events.EventJson;
import org.computingpower.events.RegistryPolicyEvent.PolicyActivated;
import org.computingpower.registry.application.PolicyStore;

/** Appraisal policies; a version is never changed. */
@ApplicationScoped
class PolicyTable implements PolicyStore {
    @Override
    public Uni<Optional<PolicyActivated>> latest(SqlClient client) {
        return client.preparedQuery("select fact from policy order by version desc limit 1")
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(row -> read(row.getString("fact"))));
    }

    @Override
    public Uni<Boolean> insert(SqlClient transaction, PolicyActivated policy) {
        return transaction
                .preparedQuery(
                        "insert into policy (version, policy_hash, fact) values ($1, $2, $3) on conflict do nothing")
                .execute(Tuple.of(
                        policy.activation().version(),
                        policy.activation().policyHash().toString(),
                        EventJson.write(policy)))
                .map(rows -> rows.rowCount() == 1);
    }

    private static PolicyActivated read(String fact) {
        try {
            return EventJson.read(fact, PolicyActivated.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored policy cannot be read", e);
        }
    }
}
