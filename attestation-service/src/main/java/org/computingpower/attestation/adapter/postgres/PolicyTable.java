package org.computingpower.attestation.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.computingpower.attestation.application.PolicyStore;
import org.computingpower.events.EventJson;
import org.computingpower.events.RegistryPolicyEvent.PolicyActivated;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.signed.PolicyActivation;

/** Activated policies, and which documents this validator signed. */
@ApplicationScoped
class PolicyTable implements PolicyStore {
    @Override
    public Uni<Void> add(SqlClient transaction, PolicyActivated policy) {
        return transaction
                .preparedQuery("insert into policy (version, policy_hash, effective_epoch, fact)"
                        + " values ($1, $2, $3, $4) on conflict do nothing")
                .execute(Tuple.of(
                        policy.activation().version(),
                        policy.activation().policyHash().toString(),
                        policy.activation().effectiveEpoch(),
                        EventJson.write(policy)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Optional<PolicyActivated>> inForce(SqlClient client, long epoch) {
        return client.preparedQuery("select fact from policy where effective_epoch <= $1 order by version desc limit 1")
                .execute(Tuple.of(epoch))
                .map(rows -> Sql.rows(rows).findFirst().map(row -> Sql.fact(row, "fact", PolicyActivated.class)));
    }

    @Override
    public Uni<Bytes32> sign(SqlClient transaction, PolicyActivation activation) {
        return transaction
                .preparedQuery("insert into policy_signature (set_version, version, policy_hash) values ($1, $2, $3)"
                        + " on conflict (set_version, version) do update"
                        + " set policy_hash = policy_signature.policy_hash returning policy_hash")
                .execute(Tuple.of(
                        activation.setVersion(),
                        activation.version(),
                        activation.policyHash().toString()))
                .map(rows -> Bytes32.parse(rows.iterator().next().getString("policy_hash")));
    }
}
