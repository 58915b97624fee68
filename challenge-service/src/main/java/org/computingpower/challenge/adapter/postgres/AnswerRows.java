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
import org.computingpower.terms.signed.Reveal;
import org.computingpower.terms.signed.RoundOpen;

/** The newest round with all that was received in it, for a restart. */
@ApplicationScoped
class AnswerRows {

    private static final String LAST =
            "select epoch, body, signature, opened_at_millis, closed from round order by epoch desc limit 1";
    private static final String ANSWERS = "select c.node_id, c.device, c.body, c.signature, r.body as reveal_body,"
            + " r.signature as reveal_signature, r.nonces from commitment c left join reveal r using (epoch, node_id, device)"
            + " where epoch = $1";
    private static final String RECEIPTS =
            "select node_id, device, of_reveal, validator, received_at_millis from receipt where epoch = $1";

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
            long epoch = row.getLong("epoch");
            boolean closed = row.getBoolean("closed");
            Uni<List<StoredAnswer>> answers = closed ? Uni.createFrom().item(List.of()) : answers(client, epoch);
            return rosters.roster(client, epoch)
                    .chain(roster -> answers.map(received -> Optional.of(new StoredRound(
                            Sql.read(row.getString("body"), RoundOpen.class),
                            Sql.signature(row),
                            row.getLong("opened_at_millis"),
                            closed,
                            roster,
                            received))));
        });
    }

    private static Uni<List<StoredAnswer>> answers(SqlClient client, long epoch) {
        return Sql.run(client, RECEIPTS, epoch)
                .map(rows -> Sql.stream(rows)
                        .collect(Collectors.groupingBy(
                                AnswerRows::key, Collectors.mapping(AnswerRows::receipt, Collectors.toList()))))
                .chain(receipts -> Sql.list(client, row -> answer(row, receipts), ANSWERS, epoch));
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
