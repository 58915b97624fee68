package org.computingpower.challenge.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.computingpower.challenge.application.RoundStore.JudgedSlot;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.rating.DeviceTrack;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.power.statistics.Cusum;
import org.computingpower.power.statistics.Rating.CalibrationRound;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.ProofResult;

/** Verdicts and what they add up to per device: one statement per table and part of a round. */
@ApplicationScoped
class VerdictRows {

    private static final String CLOSE = "update round set closed = true, passed = $2, failed = $3, missing = $4,"
            + " voided = $5 where epoch = $1 and not closed";
    private static final String JUDGED = "select node_id, device from verdict where epoch = $1";
    private static final String RESULTS =
            "select result, count(*)::int as many from verdict where epoch = $1 group by result";
    private static final String SIGN = "insert into signed_once (type, key, digest)"
            + " select 'PowerVerdict', key, digest from unnest($1::text[], $2::text[]) as t (key, digest)";
    private static final String VERDICTS = "insert into verdict (node_id, epoch, device, order_id, mode, result, k,"
            + " threshold, measured_rate, body, signature, void_reason)"
            + " select node_id, $1, device, order_id, mode, result, k, threshold, measured_rate, body, signature,"
            + " nullif(void_reason, '') from unnest($2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::int[],"
            + " $8::int[], $9::bigint[], $10::text[], $11::text[], $12::text[]) as t (node_id, device, order_id, mode,"
            + " result, k, threshold, measured_rate, body, signature, void_reason)";
    private static final String VOTES = "insert into vote (order_id, epoch, device, validator, digest, body, signature)"
            + " select order_id, epoch, device, validator, digest, body, signature from unnest($1::text[], $2::bigint[],"
            + " $3::int[], $4::text[], $5::text[], $6::text[], $7::text[]) with ordinality as t (order_id, epoch,"
            + " device, validator, digest, body, signature, place) order by order_id, epoch, device, validator, place"
            + " on conflict do nothing";
    private static final String TRACKS = "select t.* from device_track t"
            + " join unnest($1::text[], $2::int[]) as w (node_id, device) using (node_id, device)";
    private static final String SAVE_TRACKS = "insert into device_track (node_id, device, cusum, run_shares,"
            + " run_expected, run_rounds, calibration_rate, calibration_mu, calibration_shares)"
            + " select node_id, device, cusum, run_shares, run_expected, run_rounds, rate, mu,"
            + " string_to_array(shares, ',')::int[] from unnest($1::text[], $2::int[], $3::double precision[],"
            + " $4::bigint[], $5::bigint[], $6::int[], $7::bigint[], $8::int[], $9::text[]) as t (node_id, device, cusum,"
            + " run_shares, run_expected, run_rounds, rate, mu, shares) on conflict (node_id, device) do update set"
            + " cusum = excluded.cusum, run_shares = excluded.run_shares, run_expected = excluded.run_expected,"
            + " run_rounds = excluded.run_rounds, calibration_rate = excluded.calibration_rate,"
            + " calibration_mu = excluded.calibration_mu, calibration_shares = excluded.calibration_shares";

    /**
     * A verdict about an order as it counts for co-signing.
     *
     * @param digest the EIP-712 digest
     */
    record VoteRow(PowerVerdict verdict, String validator, String digest, String signature) {}

    /** Whose verdicts on an epoch are kept. */
    Uni<Set<RosterSlot.Key>> judged(SqlClient client, long epoch) {
        return Sql.run(client, JUDGED, epoch)
                .map(rows -> Sql.stream(rows).map(VerdictRows::key).collect(Collectors.toSet()));
    }

    /** How many verdicts on an epoch are kept. */
    Uni<Map<ProofResult, Integer>> results(SqlClient client, long epoch) {
        return Sql.run(client, RESULTS, epoch)
                .map(rows -> Sql.stream(rows)
                        .collect(Collectors.toMap(
                                row -> ProofResult.valueOf(row.getString("result")), row -> row.getInteger("many"))));
    }

    /** Marks a round closed; answers false if it was. */
    Uni<Boolean> close(SqlClient client, long epoch, Map<ProofResult, Integer> results) {
        return Sql.update(
                        client,
                        CLOSE,
                        epoch,
                        results.getOrDefault(ProofResult.PASS, 0),
                        results.getOrDefault(ProofResult.FAIL, 0),
                        results.getOrDefault(ProofResult.MISSING, 0),
                        results.getOrDefault(ProofResult.VOID, 0))
                .map(changed -> changed > 0);
    }

    /** Keeps verdicts. */
    Uni<Void> save(SqlClient client, long epoch, List<JudgedSlot> judged) {
        return Sql.update(
                        client,
                        SIGN,
                        Sql.text(judged, slot -> epoch + " " + node(slot) + " " + device(slot)),
                        Sql.text(judged, JudgedSlot::digest))
                .chain(() -> saveVerdicts(client, epoch, judged))
                .chain(() -> saveVotes(
                        client,
                        judged.stream()
                                .filter(slot -> !slot.verdict().slot().orderId().equals(OrderId.NONE))
                                .map(slot -> new VoteRow(
                                        slot.verdict().verdict(),
                                        slot.validator().toString(),
                                        slot.digest().toString(),
                                        slot.signature().toString()))
                                .toList()))
                .chain(() -> saveTracks(client, judged))
                .replaceWithVoid();
    }

    private static Uni<Integer> saveVerdicts(SqlClient client, long epoch, List<JudgedSlot> judged) {
        return Sql.update(
                client,
                VERDICTS,
                epoch,
                Sql.text(judged, VerdictRows::node),
                Sql.ints(judged, VerdictRows::device),
                Sql.text(judged, slot -> slot.verdict().slot().orderId()),
                Sql.text(judged, slot -> Hashes.terms(slot.verdict().slot().mode())),
                Sql.text(judged, slot -> slot.verdict().verdict().result()),
                Sql.ints(judged, slot -> slot.verdict().verdict().k()),
                Sql.ints(judged, slot -> slot.verdict().slot().parameters().threshold()),
                Sql.longs(
                        judged,
                        slot -> DeviceTrack.measurementOf(slot.verdict())
                                .map(DeviceTrack.Measurement::measuredRate)
                                .orElse(0L)),
                Sql.text(judged, slot -> Sql.json(slot.verdict().verdict())),
                Sql.text(judged, JudgedSlot::signature),
                Sql.text(judged, slot -> slot.verdict().voidReason().orElse("")));
    }

    /** Keeps verdicts about orders; one that is known already changes nothing. */
    static Uni<Integer> saveVotes(SqlClient client, List<VoteRow> votes) {
        return votes.isEmpty()
                ? Uni.createFrom().item(0)
                : Sql.update(
                        client,
                        VOTES,
                        Sql.text(votes, vote -> vote.verdict().orderId()),
                        Sql.longs(votes, vote -> vote.verdict().epoch()),
                        Sql.ints(votes, vote -> vote.verdict().device()),
                        Sql.text(votes, VoteRow::validator),
                        Sql.text(votes, VoteRow::digest),
                        Sql.text(votes, vote -> Sql.json(vote.verdict())),
                        Sql.text(votes, VoteRow::signature));
    }

    private static Uni<Integer> saveTracks(SqlClient client, List<JudgedSlot> judged) {
        return Sql.update(
                client,
                SAVE_TRACKS,
                Sql.text(judged, VerdictRows::node),
                Sql.ints(judged, VerdictRows::device),
                judged.stream().map(slot -> slot.track().cusum().level()).toArray(Double[]::new),
                Sql.longs(judged, slot -> slot.track().cusum().runShares()),
                Sql.longs(judged, slot -> slot.track().cusum().runExpected()),
                Sql.ints(judged, slot -> slot.track().cusum().runRounds()),
                Sql.longs(
                        judged,
                        slot -> slot.track().calibration().stream()
                                .mapToLong(CalibrationRound::effectiveRate)
                                .findFirst()
                                .orElse(0L)),
                Sql.ints(
                        judged,
                        slot -> slot.track().calibration().stream()
                                .mapToInt(CalibrationRound::mu)
                                .findFirst()
                                .orElse(0)),
                Sql.text(
                        judged,
                        slot -> slot.track().calibration().stream()
                                .map(round -> Integer.toString(round.shares()))
                                .collect(Collectors.joining(","))));
    }

    Uni<Map<RosterSlot.Key, DeviceTrack>> tracks(SqlClient client, Collection<RosterSlot.Key> devices) {
        return Sql.run(
                        client,
                        TRACKS,
                        Sql.text(devices, RosterSlot.Key::nodeId),
                        Sql.ints(devices, RosterSlot.Key::device))
                .map(rows -> Sql.stream(rows).collect(Collectors.toMap(VerdictRows::key, VerdictRows::track)));
    }

    private static RosterSlot.Key key(Row row) {
        return new RosterSlot.Key(NodeId.parse(row.getString("node_id")), row.getInteger("device"));
    }

    private static DeviceTrack track(Row row) {
        int mu = row.getInteger("calibration_mu");
        long rate = row.getLong("calibration_rate");
        return new DeviceTrack(
                new Cusum(
                        row.getDouble("cusum"),
                        row.getLong("run_shares"),
                        row.getLong("run_expected"),
                        row.getInteger("run_rounds")),
                Arrays.stream(row.getArrayOfIntegers("calibration_shares"))
                        .map(shares -> new CalibrationRound(shares, mu, rate))
                        .toList());
    }

    private static NodeId node(JudgedSlot slot) {
        return slot.verdict().slot().nodeId();
    }

    private static int device(JudgedSlot slot) {
        return slot.verdict().slot().device();
    }
}
