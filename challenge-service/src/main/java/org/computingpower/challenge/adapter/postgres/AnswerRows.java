package org.computingpower.challenge.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.computingpower.challenge.application.RoundStore.StoredAnswer;
import org.computingpower.challenge.application.RoundStore.StoredReceipt;
import org.computingpower.challenge.application.RoundStore.StoredRound;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.challenge.domain.round.SignedCommit;
import org.computingpower.challenge.domain.round.SignedReveal;
import org.computingpower.terms.Address;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.Commit;
import org.computingpower.terms.signed.CommitReceipt;
import org.computingpower.terms.signed.Reveal;
import org.computingpower.terms.signed.RoundOpen;

/** The newest round and what was received in it, for a restart; when the other validators' rounds began. */
@ApplicationScoped
class AnswerRows {

    private static final String LAST =
            "select epoch, body, signature, opened_at_millis, closed from round order by epoch desc limit 1";
    private static final String ANSWERS = "select c.node_id, c.device, c.body, c.signature, r.body as reveal_body,"
            + " r.signature as reveal_signature, r.nonces from commitment c left join reveal r using (epoch, node_id, device)"
            + " where epoch = $1 and (c.node_id, c.device) > ($2, $3) order by c.node_id, c.device limit $4";
    private static final String RECEIPTS = "select t.node_id, t.device, of_reveal, validator, received_at_millis"
            + " from unnest($2::text[], $3::int[]) as t (node_id, device)"
            + " join receipt r on r.epoch = $1 and r.node_id = t.node_id and r.device = t.device";
    private static final String SAVE_START = "insert into round_start (epoch, validator, opened_at_millis, signature)"
            + " values ($1, $2, $3, $4) on conflict do nothing";
    private static final String STARTS = "select validator, opened_at_millis from round_start where epoch = $1";
    /** Before every device. */
    private static final int NO_DEVICE = -1;

    private final RosterRows rosters;

    AnswerRows(RosterRows rosters) {
        this.rosters = rosters;
    }

    Uni<Optional<StoredRound>> lastRound(SqlClient client) {
        return Sql.first(client, row -> row, LAST).chain(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom().item(Optional.empty());
            }
            Row row = found.get();
            return rosters.roster(client, row.getLong("epoch"))
                    .map(roster -> Optional.of(new StoredRound(
                            Sql.read(row.getString("body"), RoundOpen.class),
                            Sql.signature(row),
                            row.getLong("opened_at_millis"),
                            row.getBoolean("closed"),
                            roster)));
        });
    }

    Uni<Integer> saveStart(SqlClient client, long epoch, Address validator, CommitReceipt start, Signature signature) {
        return Sql.update(
                client, SAVE_START, epoch, validator.toString(), start.receivedAtMillis(), signature.toString());
    }

    Uni<Map<Address, Long>> starts(SqlClient client, long epoch) {
        return Sql.run(client, STARTS, epoch)
                .map(rows -> Sql.stream(rows)
                        .collect(Collectors.toMap(
                                row -> Address.parse(row.getString("validator")),
                                row -> row.getLong("opened_at_millis"))));
    }

    Uni<List<StoredAnswer>> after(SqlClient client, long epoch, Optional<RosterSlot.Key> last, int limit) {
        return Sql.list(
                        client,
                        row -> row,
                        ANSWERS,
                        epoch,
                        last.map(key -> key.nodeId().toString()).orElse(""),
                        last.map(RosterSlot.Key::device).orElse(NO_DEVICE),
                        limit)
                .chain(rows -> receipts(
                                client,
                                epoch,
                                rows.stream().map(AnswerRows::key).toList())
                        .map(receipts ->
                                rows.stream().map(row -> answer(row, receipts)).toList()));
    }

    private static Uni<Map<RosterSlot.Key, List<StoredReceipt>>> receipts(
            SqlClient client, long epoch, List<RosterSlot.Key> keys) {
        return Sql.run(
                        client,
                        RECEIPTS,
                        epoch,
                        Sql.text(keys, RosterSlot.Key::nodeId),
                        Sql.ints(keys, RosterSlot.Key::device))
                .map(rows -> Sql.stream(rows)
                        .collect(Collectors.groupingBy(
                                AnswerRows::key, Collectors.mapping(AnswerRows::receipt, Collectors.toList()))));
    }

    private static RosterSlot.Key key(Row row) {
        return new RosterSlot.Key(NodeId.parse(row.getString("node_id")), row.getInteger("device"));
    }

    private static StoredReceipt receipt(Row row) {
        return new StoredReceipt(
                row.getBoolean("of_reveal"),
                Address.parse(row.getString("validator")),
                row.getLong("received_at_millis"));
    }

    private static StoredAnswer answer(Row row, Map<RosterSlot.Key, List<StoredReceipt>> receipts) {
        Optional<SignedReveal> reveal = Optional.ofNullable(row.getString("reveal_body"))
                .map(body -> new SignedReveal(
                        Sql.read(body, Reveal.class),
                        Signature.parse(row.getString("reveal_signature")),
                        row.getBuffer("nonces").getBytes()));
        RosterSlot.Key key = key(row);
        return new StoredAnswer(
                key,
                new SignedCommit(Sql.read(row.getString("body"), Commit.class), Sql.signature(row)),
                reveal,
                receipts.getOrDefault(key, List.of()));
    }
}
