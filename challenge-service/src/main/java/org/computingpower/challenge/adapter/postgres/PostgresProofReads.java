package org.computingpower.challenge.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.computingpower.challenge.application.ProofReads;
import org.computingpower.challenge.application.RoundReads.RoundView;
import org.computingpower.challenge.domain.roster.EpochRoster;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.challenge.domain.round.SignedCommit;
import org.computingpower.challenge.domain.round.SignedReveal;
import org.computingpower.power.ProofParameters;
import org.computingpower.terms.Address;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.Commit;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.Reveal;
import org.jspecify.annotations.Nullable;

/** {@link ProofReads} in plain SQL. */
@ApplicationScoped
class PostgresProofReads implements ProofReads {

    /** Which rounds there were is never forgotten; the newest ones that are kept are kept without a gap. */
    private static final String FORGOTTEN = "select exists (select 1 from opened_round where epoch = $1)"
            + " and $1 < coalesce((select min(epoch) from round), $1 + 1) as forgotten";

    private static final String PROOF = "select e.order_id, e.params, c.body as commit_body,"
            + " c.signature as commit_signature, q.second_body, q.second_signature, r.body as reveal_body,"
            + " r.signature as reveal_signature, r.nonces, v.body as verdict_body, v.signature as verdict_signature,"
            + " v.void_reason from roster_entry e left join commitment c using (epoch, node_id, device)"
            + " left join equivocation q using (epoch, node_id, device) left join reveal r using (epoch, node_id, device)"
            + " left join verdict v using (epoch, node_id, device)"
            + " where e.epoch = $1 and e.node_id = $2 and e.device = $3";
    private static final String RECEIPTS = "select of_reveal, validator, received_at_millis, signature from receipt"
            + " where epoch = $1 and node_id = $2 and device = $3 order by of_reveal, validator";
    private static final String STARTS =
            "select validator, opened_at_millis, signature from round_start where epoch = $1 order by validator";

    private final Transactions transactions;
    private final RosterRows rosters;

    PostgresProofReads(Transactions transactions, RosterRows rosters) {
        this.transactions = transactions;
        this.rosters = rosters;
    }

    @Override
    public EpochRoster roster(long epoch) {
        return transactions.run(connection -> rosters.roster(connection, epoch));
    }

    @Override
    public Found find(long epoch, RosterSlot.Key key) {
        return transactions.run(connection -> Sql.first(
                        connection, PostgresRoundReads::round, PostgresRoundReads.ROUND, epoch)
                .chain(round ->
                        round.isEmpty() ? withoutRound(connection, epoch) : inRound(connection, round.get(), key)));
    }

    private static Uni<Found> withoutRound(SqlClient client, long epoch) {
        return Sql.first(client, row -> row.getBoolean("forgotten"), FORGOTTEN, epoch)
                .map(forgotten -> forgotten.orElse(false) ? new Found.Forgotten() : new Found.NoRound());
    }

    private static Uni<Found> inRound(SqlClient client, RoundView round, RosterSlot.Key key) {
        long epoch = round.round().epoch();
        return Sql.first(client, row -> row, PROOF, epoch, key.nodeId().toString(), key.device())
                .chain(found -> {
                    if (found.isEmpty()) {
                        return Uni.createFrom().item(new Found.NotOnRoster());
                    }
                    Row row = found.get();
                    return row.getString("verdict_body") == null
                            ? Uni.createFrom().item(new Found.NotJudged())
                            : judged(client, round, key, row);
                });
    }

    private static Uni<Found> judged(SqlClient client, RoundView round, RosterSlot.Key key, Row row) {
        long epoch = round.round().epoch();
        return Sql.list(
                        client,
                        PostgresProofReads::received,
                        RECEIPTS,
                        epoch,
                        key.nodeId().toString(),
                        key.device())
                .chain(receipts -> Sql.list(client, PostgresProofReads::start, STARTS, epoch)
                        .map(starts -> new Found.Judged(proof(round, key, row, receipts, starts))));
    }

    private static StoredProof proof(
            RoundView round, RosterSlot.Key key, Row row, List<Received> receipts, List<Start> starts) {
        return new StoredProof(
                round,
                new RosterSlot(
                        key.nodeId(),
                        OrderId.parse(row.getString("order_id")),
                        key.device(),
                        ProofParameters.decode(row.getBuffer("params").getBytes())),
                commit(row.getString("commit_body"), row.getString("commit_signature")),
                commit(row.getString("second_body"), row.getString("second_signature")),
                reveal(row),
                receipts,
                starts,
                Sql.read(row.getString("verdict_body"), PowerVerdict.class),
                Signature.parse(row.getString("verdict_signature")),
                Optional.ofNullable(row.getString("void_reason")));
    }

    private static Optional<SignedCommit> commit(@Nullable String body, @Nullable String signature) {
        return body == null || signature == null
                ? Optional.empty()
                : Optional.of(new SignedCommit(Sql.read(body, Commit.class), Signature.parse(signature)));
    }

    private static Optional<SignedReveal> reveal(Row row) {
        return Optional.ofNullable(row.getString("reveal_body"))
                .map(body -> new SignedReveal(
                        Sql.read(body, Reveal.class),
                        Signature.parse(row.getString("reveal_signature")),
                        row.getBuffer("nonces").getBytes()));
    }

    private static Received received(Row row) {
        return new Received(
                row.getBoolean("of_reveal"),
                Address.parse(row.getString("validator")),
                row.getLong("received_at_millis"),
                Optional.ofNullable(row.getString("signature")).map(Signature::parse));
    }

    private static Start start(Row row) {
        return new Start(
                Address.parse(row.getString("validator")), row.getLong("opened_at_millis"), Sql.signature(row));
    }
}
