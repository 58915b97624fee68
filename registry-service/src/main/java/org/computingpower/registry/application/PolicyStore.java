package org.computingpower.registry.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.Optional;
import org.computingpower.events.RegistryPolicyEvent.PolicyActivated;

/** Where appraisal policies are kept; every version for ever. */
public interface PolicyStore {
    /** The policy with the highest version. */
    Uni<Optional<PolicyActivated>> latest(SqlClient client);

    /** Adds a version; false if it is there already. */
    Uni<Boolean> insert(SqlClient transaction, PolicyActivated policy);
}
