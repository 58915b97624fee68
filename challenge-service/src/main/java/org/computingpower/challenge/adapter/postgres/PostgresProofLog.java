package org.computingpower.challenge.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import org.computingpower.challenge.application.ProofLog;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.challenge.domain.round.SignedCommit;
import org.computingpower.challenge.domain.round.SignedReveal;
import org.computingpower.events.MarketEvent;
import org.computingpower.kit.Detached;
import org.computingpower.terms.Address;
import org.computingpower.terms.Signature;

/** {@link ProofLog} by batches: one {@code unnest} statement per table for everything that came while the batch before was written. */
@ApplicationScoped
class PostgresProofLog implements ProofLog {

    private static final int BATCH = 500;
    private static final String COMMITS = "with t as (select * from unnest($1::bigint[], $2::text[], $3::int[],"
            + " $4::text[], $5::text[], $6::text[], $7::bigint[]) as t (epoch, node_id, device, body, signature, validator,"
            + " at)), c as (insert into commitment (epoch, node_id, device, body, signature)"
            + " select epoch, node_id, device, body, signature from t on conflict do nothing)"
            + " insert into receipt (epoch, node_id, device, of_reveal, validator, received_at_millis)"
            + " select epoch, node_id, device, false, validator, at from t on conflict do nothing";
    private static final String REVEALS = "with t as (select * from unnest($1::bigint[], $2::text[], $3::int[],"
            + " $4::text[], $5::text[], $6::bytea[], $7::text[], $8::bigint[]) as t (epoch, node_id, device, body,"
            + " signature, nonces, validator, at)), r as (insert into reveal (epoch, node_id, device, body, signature,"
            + " nonces) select epoch, node_id, device, body, signature, nonces from t on conflict do nothing)"
            + " insert into receipt (epoch, node_id, device, of_reveal, validator, received_at_millis)"
            + " select epoch, node_id, device, true, validator, at from t on conflict do nothing";
    private static final String RECEIPTS = "insert into receipt (epoch, node_id, device, of_reveal, validator,"
            + " received_at_millis, signature) select epoch, node_id, device, of_reveal, validator, at, signature"
            + " from unnest($1::bigint[], $2::text[], $3::int[], $4::boolean[], $5::text[], $6::bigint[], $7::text[])"
            + " as t (epoch, node_id, device, of_reveal, validator, at, signature) on conflict do nothing";
    private static final String EQUIVOCATION = "insert into equivocation (epoch, node_id, device, first_body,"
            + " first_signature, second_body, second_signature) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing";
    private static final Comparator<Entry> BY_KEY = Comparator.comparing(
                    (Entry entry) -> entry.key().nodeId())
            .thenComparingInt(entry -> entry.key().device());

    private final Pool pool;
    private final EventOutbox events;
    private final BatchWriter<CommitEntry> commits;
    private final BatchWriter<RevealEntry> reveals;
    private final BatchWriter<ReceiptEntry> receipts;

    private interface Entry {
        RosterSlot.Key key();
    }

    private record CommitEntry(long epoch, RosterSlot.Key key, SignedCommit commit, Address self, long atMillis)
            implements Entry {}

    private record RevealEntry(long epoch, RosterSlot.Key key, SignedReveal reveal, Address self, long atMillis)
            implements Entry {}

    private record ReceiptEntry(
            long epoch, RosterSlot.Key key, boolean ofReveal, Address validator, long atMillis, Signature signature)
            implements Entry {}

    PostgresProofLog(Pool pool, Detached detached, EventOutbox events) {
        this.pool = pool;
        this.events = events;
        this.commits = new BatchWriter<>(detached, BATCH, BY_KEY, batch -> writeCommits(pool, batch));
        this.reveals = new BatchWriter<>(detached, BATCH, BY_KEY, batch -> writeReveals(pool, batch));
        this.receipts = new BatchWriter<>(detached, BATCH, BY_KEY, batch -> writeReceipts(pool, batch));
    }

    @Override
    public Uni<Void> commit(long epoch, RosterSlot.Key key, SignedCommit commit, Address self, long receivedAtMillis) {
        return commits.write(new CommitEntry(epoch, key, commit, self, receivedAtMillis));
    }

    @Override
    public Uni<Void> reveal(long epoch, RosterSlot.Key key, SignedReveal reveal, Address self, long receivedAtMillis) {
        return reveals.write(new RevealEntry(epoch, key, reveal, self, receivedAtMillis));
    }

    @Override
    public Uni<Void> receipt(
            long epoch,
            RosterSlot.Key key,
            boolean ofReveal,
            Address validator,
            long receivedAtMillis,
            Signature signature) {
        return receipts.write(new ReceiptEntry(epoch, key, ofReveal, validator, receivedAtMillis, signature));
    }

    @Override
    public Uni<Void> equivocation(
            long epoch, RosterSlot.Key key, SignedCommit first, SignedCommit second, MarketEvent evidence) {
        return pool.withTransaction(connection -> Sql.update(
                        connection,
                        EQUIVOCATION,
                        epoch,
                        key.nodeId().toString(),
                        key.device(),
                        Sql.json(first.commit()),
                        first.signature().toString(),
                        Sql.json(second.commit()),
                        second.signature().toString())
                .chain(fresh -> fresh > 0
                        ? events.publish(connection, List.of(evidence))
                        : Uni.createFrom().voidItem()));
    }

    private static Uni<Integer> writeCommits(SqlClient client, List<CommitEntry> batch) {
        return Sql.update(
                client,
                COMMITS,
                Sql.longs(batch, CommitEntry::epoch),
                Sql.text(batch, entry -> entry.key().nodeId()),
                Sql.ints(batch, entry -> entry.key().device()),
                Sql.text(batch, entry -> Sql.json(entry.commit().commit())),
                Sql.text(batch, entry -> entry.commit().signature()),
                Sql.text(batch, CommitEntry::self),
                Sql.longs(batch, CommitEntry::atMillis));
    }

    private static Uni<Integer> writeReveals(SqlClient client, List<RevealEntry> batch) {
        return Sql.update(
                client,
                REVEALS,
                Sql.longs(batch, RevealEntry::epoch),
                Sql.text(batch, entry -> entry.key().nodeId()),
                Sql.ints(batch, entry -> entry.key().device()),
                Sql.text(batch, entry -> Sql.json(entry.reveal().reveal())),
                Sql.text(batch, entry -> entry.reveal().signature()),
                batch.stream()
                        .map(entry -> Buffer.buffer(entry.reveal().codedNonces()))
                        .toArray(Buffer[]::new),
                Sql.text(batch, RevealEntry::self),
                Sql.longs(batch, RevealEntry::atMillis));
    }

    private static Uni<Integer> writeReceipts(SqlClient client, List<ReceiptEntry> batch) {
        return Sql.update(
                client,
                RECEIPTS,
                Sql.longs(batch, ReceiptEntry::epoch),
                Sql.text(batch, entry -> entry.key().nodeId()),
                Sql.ints(batch, entry -> entry.key().device()),
                Sql.booleans(batch, ReceiptEntry::ofReveal),
                Sql.text(batch, ReceiptEntry::validator),
                Sql.longs(batch, ReceiptEntry::atMillis),
                Sql.text(batch, ReceiptEntry::signature));
    }
}
