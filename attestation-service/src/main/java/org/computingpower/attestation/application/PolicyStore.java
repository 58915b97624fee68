package org.computingpower.attestation.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.Optional;
import org.computingpower.events.RegistryPolicyEvent.PolicyActivated;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.signed.PolicyActivation;

/** Activated policies, and what this validator signed. Every version stays for ever. */
public interface PolicyStore {
    /** Adds a version; a known one stays as it is. */
    Uni<Void> add(SqlClient transaction, PolicyActivated policy);

    /** The highest version that is in force in an epoch. */
    Uni<Optional<PolicyActivated>> inForce(SqlClient client, long epoch);

    /**
     * Remembers that a version is signed.
     *
     * @return the hash of the document that is signed for the version: another one if it was signed before
     */
    Uni<Bytes32> sign(SqlClient transaction, PolicyActivation activation);
}
