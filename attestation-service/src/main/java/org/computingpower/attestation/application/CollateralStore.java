package org.computingpower.attestation.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.computingpower.sgx.dcap.collateral.CollateralKey;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.TcbRecoveries;

/** Collateral as fetched. One set per key is active; superseded ones stay for the bundles that name them. */
public interface CollateralStore {
    /** The active collateral of a key. */
    Uni<Optional<CollateralRow>> active(SqlClient client, CollateralKey key);

    /** All active collateral. */
    Uni<List<CollateralRow>> allActive(SqlClient client);

    /** From now until the end of the transaction nobody else activates collateral. */
    Uni<Void> lock(SqlClient transaction);

    /** Makes verified collateral the active one of its key. The transaction holds the lock. */
    Uni<Void> activate(SqlClient transaction, CollateralRow row);

    /** Keeps what did not verify, with the reason, for the operator to see. */
    Uni<Void> reject(
            SqlClient client, CollateralKey key, CollateralBytes bytes, CollateralResult.Rejected why, Instant at);

    /** The highest evaluation number that was ever accepted for a TEE; 0 before the first. */
    Uni<Integer> floor(SqlClient client, Tee tee);

    /** When TCB recoveries were, by all lists that verified, also those that no longer have a number. */
    Uni<TcbRecoveries> recoveries(SqlClient client, Tee tee);

    /** Adds what a list says; of two dates of a number the last verified one counts. */
    Uni<Void> putRecoveries(SqlClient transaction, Tee tee, TcbRecoveries listed);

    /** Summaries for the operator, by key and time of receipt, after the given position. */
    Uni<List<CollateralSummary>> page(SqlClient client, List<String> after, int limit);
}
