package org.computingpower.registry.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.computingpower.power.statistics.Availability;
import org.computingpower.registry.application.StatementStore;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.AttestationStatus;
import org.computingpower.terms.signed.PowerAlarm;

/** Statements, what was decided, and the last rounds of each device. */
@ApplicationScoped
class StatementTable implements StatementStore {
    /** Per device a bit for each missed round, bit 0 for the latest epoch that the device was judged in. */
    private static final String MISSED =
            "select coalesce(bit_or(1::bigint << (latest - epoch)::int) filter (where missing), 0) as missed"
                    + " from (select device, epoch, missing, max(epoch) over (partition by device) as latest"
                    + " from round_result where node_id = $1) as rounds group by device";

    @Override
    public Uni<List<Statement>> add(SqlClient transaction, Kind kind, Bytes32 subject, Statement statement) {
        String about = kind + " " + subject;
        return transaction
                .preparedQuery("select pg_advisory_xact_lock(hashtextextended($1, 0))")
                .execute(Tuple.of(about))
                .chain(() -> transaction
                        .preparedQuery("insert into statement (kind, subject, validator, set_version, signature, body)"
                                + " select $1, $2, $3, $4, $5, $6"
                                + " where not exists (select 1 from decided where kind = $1 and subject = $2)"
                                + " on conflict do nothing")
                        .execute(Tuple.from(List.of(
                                kind.name(),
                                subject.toString(),
                                statement.validator().toString(),
                                statement.setVersion(),
                                statement.signature().toString(),
                                statement.body()))))
                .chain(() -> transaction
                        .preparedQuery("select validator, set_version, signature, body from statement"
                                + " where kind = $1 and subject = $2 order by validator")
                        .execute(Tuple.of(kind.name(), subject.toString())))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Statement(
                                Address.parse(row.getString("validator")),
                                row.getLong("set_version"),
                                Signature.parse(row.getString("signature")),
                                row.getString("body")))
                        .toList());
    }

    @Override
    public Uni<Integer> hold(SqlClient transaction, AttestationStatus status, Address validator, Set<Address> members) {
        String nodeId = status.nodeId().toString();
        String quoteHash = status.quoteHash().toString();
        String held = status.newStatus().name();
        return transaction
                .preparedQuery("select pg_advisory_xact_lock(hashtextextended($1, 0))")
                .execute(Tuple.of("STANDING " + nodeId))
                .chain(() -> transaction
                        .preparedQuery(
                                "insert into standing as known (node_id, validator, quote_hash, status, changed_at)"
                                        + " values ($1, $2, $3, $4, $5) on conflict (node_id, validator) do update set"
                                        + " quote_hash = excluded.quote_hash, status = excluded.status,"
                                        + " changed_at = excluded.changed_at where known.changed_at < excluded.changed_at")
                        .execute(Tuple.of(nodeId, validator.toString(), quoteHash, held, status.order())))
                .chain(noted -> noted.rowCount() == 0
                        ? Uni.createFrom().item(0)
                        : transaction
                                .preparedQuery("select count(*) as holding from standing where node_id = $1"
                                        + " and quote_hash = $2 and status = $3 and validator = any($4)")
                                .execute(Tuple.of(nodeId, quoteHash, held, texts(members)))
                                .map(rows ->
                                        Math.toIntExact(rows.iterator().next().getLong("holding"))));
    }

    @Override
    public Uni<Void> decide(SqlClient transaction, Kind kind, Bytes32 subject) {
        Tuple about = Tuple.of(kind.name(), subject.toString());
        return transaction
                .preparedQuery("insert into decided (kind, subject) values ($1, $2) on conflict do nothing")
                .execute(about)
                .chain(() -> transaction
                        .preparedQuery("delete from statement where kind = $1 and subject = $2")
                        .execute(about))
                .replaceWithVoid();
    }

    @Override
    public Uni<Integer> alarm(SqlClient transaction, PowerAlarm alarm, Address validator, Set<Address> members) {
        String nodeId = alarm.nodeId().toString();
        return transaction
                .preparedQuery("select pg_advisory_xact_lock(hashtextextended($1, 0))")
                .execute(Tuple.of("ALARM " + nodeId))
                .chain(() -> transaction
                        .preparedQuery("insert into power_alarm as known (node_id, device, validator, epoch, alarm)"
                                + " select $1, $2, $3, $4, $5 where not exists (select 1 from rated_from"
                                + " where node_id = $1 and device = $2 and epoch > $4)"
                                + " on conflict (node_id, device, validator) do update set epoch = excluded.epoch,"
                                + " alarm = excluded.alarm where known.epoch < excluded.epoch")
                        .execute(Tuple.of(nodeId, alarm.device(), validator.toString(), alarm.epoch(), alarm.raised())))
                .chain(() -> transaction
                        .preparedQuery("select count(*) as raised from power_alarm"
                                + " where node_id = $1 and device = $2 and alarm and validator = any($3)")
                        .execute(Tuple.of(nodeId, alarm.device(), texts(members))))
                .map(rows -> Math.toIntExact(rows.iterator().next().getLong("raised")));
    }

    @Override
    public Uni<Void> ratedFrom(SqlClient transaction, NodeId nodeId, int device, long epoch) {
        return transaction
                .preparedQuery("insert into rated_from as known (node_id, device, epoch) values ($1, $2, $3)"
                        + " on conflict (node_id, device) do update set epoch = greatest(known.epoch, excluded.epoch)")
                .execute(Tuple.of(nodeId.toString(), device, epoch))
                .chain(() -> transaction
                        .preparedQuery("delete from power_alarm where node_id = $1 and device = $2 and epoch < $3")
                        .execute(Tuple.of(nodeId.toString(), device, epoch)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Availability> addRound(SqlClient transaction, NodeId nodeId, int device, long epoch, boolean missing) {
        return transaction
                .preparedQuery("insert into round_result (node_id, device, epoch, missing) values ($1, $2, $3, $4)"
                        + " on conflict do nothing")
                .execute(Tuple.of(nodeId.toString(), device, epoch, missing))
                .chain(() -> transaction
                        .preparedQuery("delete from round_result where node_id = $1 and device = $2 and epoch <="
                                + " (select max(epoch) from round_result where node_id = $1 and device = $2) - $3")
                        .execute(Tuple.of(nodeId.toString(), device, (long) Availability.ROUNDS)))
                .chain(() -> transaction.preparedQuery(MISSED).execute(Tuple.of(nodeId.toString())))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Availability(row.getLong("missed")))
                        .max(Comparator.comparingInt(Availability::missed))
                        .orElse(Availability.START));
    }

    private static String[] texts(Set<Address> addresses) {
        return addresses.stream().map(Address::toString).toArray(String[]::new);
    }

    @Override
    public Uni<Void> keepDevices(SqlClient transaction, NodeId nodeId, List<Integer> devices) {
        Tuple kept = Tuple.of(nodeId.toString(), devices.toArray(Integer[]::new));
        Uni<Void> chain = Uni.createFrom().voidItem();
        for (String table : List.of("round_result", "power_alarm", "rated_from")) {
            chain = chain.chain(() -> transaction
                    .preparedQuery("delete from " + table + " where node_id = $1 and device <> all ($2)")
                    .execute(kept)
                    .replaceWithVoid());
        }
        return chain;
    }
}
