package org.computingpower.challenge.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.List;

/**
 * What is let go of when a round is old enough that nobody can appeal any more. Signed subjects, evidence of contradictions, waivers, votes about
 * orders and which rounds were audits stay.
 */
final class PrunedRows {

    /** So that one transaction stays short. */
    private static final int EPOCHS_AT_ONCE = 10;

    private static final List<String> TABLES = List.of(
            "reveal",
            "commitment",
            "receipt",
            "roster_entry",
            "verdict",
            "beacon_secret",
            "beacon_commitment",
            "beacon_contradiction",
            "round_opening",
            "round_start",
            "round");

    private PrunedRows() {}

    static Uni<Integer> forgetBefore(SqlClient client, long epoch) {
        Uni<Integer> rows = Uni.createFrom().item(0);
        for (String table : TABLES) {
            rows = rows.chain(before -> Sql.update(
                            client,
                            "delete from " + table + " where epoch < least($1, (select min(epoch) from " + table
                                    + ") + " + EPOCHS_AT_ONCE + ")",
                            epoch)
                    .map(deleted -> before + deleted));
        }
        return rows;
    }
}
