package org.computingpower.challenge.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.computingpower.challenge.adapter.postgres.VerdictRows.VoteRow;
import org.computingpower.challenge.application.Projections;
import org.computingpower.challenge.domain.beacon.BlockRef;
import org.computingpower.challenge.domain.beacon.SignedCommitment;
import org.computingpower.challenge.domain.roster.DeviceRating;
import org.computingpower.challenge.domain.roster.NodeVersion;
import org.computingpower.challenge.domain.roster.NodeVersion.DevicePower;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.BeaconCommitment;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.RoundOpen;
import org.computingpower.terms.signed.SettlementBatch;
import org.jspecify.annotations.Nullable;

/** {@link Projections} in plain SQL. */
@ApplicationScoped
class PostgresProjections implements Projections {

    /** About two weeks of blocks every 12 s: a commitment names a block of the last epochs. */
    private static final int KEPT_HEADS = 100_000;

    private static final String NODE = "insert into node_version (node_id, version, effective_epoch, admitted,"
            + " to_be_rated, devices, advertised, rated) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing";
    private static final String RATING = "insert into device_rating (node_id, device, effective_epoch, r0)"
            + " values ($1, $2, $3, $4) on conflict do nothing";
    private static final String ORDER = "insert into market_order as o (order_id, node_id, terms, billing_from_epoch,"
            + " effective_epoch, ends_at_epoch, closing_at_second, leaves_at_epoch, shared_phi_bps)"
            + " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
            + " on conflict (order_id) do update set node_id = excluded.node_id,"
            + " terms = coalesce(o.terms, excluded.terms), shared_phi_bps = coalesce(o.shared_phi_bps, excluded.shared_phi_bps),"
            + " billing_from_epoch = coalesce(o.billing_from_epoch, excluded.billing_from_epoch),"
            + " effective_epoch = coalesce(o.effective_epoch, excluded.effective_epoch),"
            + " ends_at_epoch = coalesce(o.ends_at_epoch, excluded.ends_at_epoch),"
            + " closing_at_second = coalesce(o.closing_at_second, excluded.closing_at_second),"
            + " leaves_at_epoch = coalesce(o.leaves_at_epoch, excluded.leaves_at_epoch)";
    private static final String SETTLED =
            "update market_order set leaves_at_epoch = least(leaves_at_epoch, $2) where order_id = $1 and shared_phi_bps is not null";
    private static final String HELD =
            "insert into order_hold (order_id, from_epoch) values ($1, $2) on conflict do nothing";
    private static final String RESUMED =
            "update order_hold set to_epoch = greatest($2, from_epoch)" + " where order_id = $1 and to_epoch is null";
    private static final String DEPLOYMENT =
            "insert into deployment as d (order_id, generation, requested_at, answered_at)"
                    + " values ($1, $2, $3, $4) on conflict (order_id, generation) do update set"
                    + " requested_at = coalesce(d.requested_at, excluded.requested_at),"
                    + " answered_at = least(d.answered_at, excluded.answered_at)";
    private static final String FUNDED = "insert into market_order as o (order_id, deposit) values ($1, $2)"
            + " on conflict (order_id) do update set deposit = coalesce(o.deposit, excluded.deposit)";
    private static final String PROPOSED =
            "insert into batch (batch_id, body, received_at) values ($1, $2, $3) on conflict do nothing";
    private static final String SUPERSEDED =
            "update batch set state = 'EXPIRED' where batch_id = $1 and state = 'WAITING'";
    private static final String HEAD = "insert into chain_head as h (number, hash, time) values ($1, $2, $3)"
            + " on conflict (number) do update set hash = excluded.hash, time = excluded.time";
    private static final String FORGET_HEADS = "delete from chain_head where number < $1";
    static final String WAIVED = "insert into waived_epoch (epoch) values ($1) on conflict do nothing";

    @Override
    public Uni<Void> node(SqlClient transaction, NodeVersion node) {
        List<DevicePower> devices = node.devices();
        return done(Sql.update(
                transaction,
                NODE,
                node.nodeId().toString(),
                node.version(),
                node.effectiveEpoch(),
                node.admitted(),
                node.toBeRated(),
                Sql.ints(devices, DevicePower::device),
                Sql.longs(devices, DevicePower::advertisedRate),
                Sql.longs(devices, DevicePower::ratedRate)));
    }

    @Override
    public Uni<Void> rating(SqlClient transaction, DeviceRating rating) {
        return done(Sql.update(
                transaction,
                RATING,
                rating.nodeId().toString(),
                rating.device(),
                rating.effectiveEpoch(),
                rating.r0()));
    }

    @Override
    public Uni<Void> order(SqlClient transaction, OrderFact fact) {
        return done(Sql.update(
                transaction,
                ORDER,
                fact.orderId().toString(),
                fact.terms().nodeId().toString(),
                Sql.json(fact.terms()),
                fact.activation().map(Activation::billingFromEpoch).orElse(null),
                fact.activation().map(Activation::effectiveEpoch).orElse(null),
                fact.activation().map(Activation::endsAtEpoch).orElse(null),
                fact.closing().map(Closing::atSecond).orElse(null),
                fact.closing().map(Closing::leavesAtEpoch).orElse(null),
                fact.terms().mode() == Mode.SHARED ? fact.terms().phiBps() : null));
    }

    @Override
    public Uni<Void> settled(SqlClient transaction, OrderId orderId, long leavesAtEpoch) {
        return done(Sql.update(transaction, SETTLED, orderId.toString(), leavesAtEpoch));
    }

    @Override
    public Uni<Void> held(SqlClient transaction, OrderId orderId, long fromEpoch) {
        return done(Sql.update(transaction, HELD, orderId.toString(), fromEpoch));
    }

    @Override
    public Uni<Void> resumed(SqlClient transaction, OrderId orderId, long toEpoch) {
        return done(Sql.update(transaction, RESUMED, orderId.toString(), toEpoch));
    }

    @Override
    public Uni<Void> deployment(
            SqlClient transaction,
            OrderId orderId,
            long generation,
            Optional<Instant> requestedAt,
            Optional<Instant> answeredAt) {
        return done(Sql.update(
                transaction, DEPLOYMENT, orderId.toString(), generation, time(requestedAt), time(answeredAt)));
    }

    private static @Nullable OffsetDateTime time(Optional<Instant> instant) {
        return instant.map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null);
    }

    @Override
    public Uni<Void> funded(SqlClient transaction, OrderId orderId, TokenAmount amount) {
        return done(Sql.update(transaction, FUNDED, orderId.toString(), new java.math.BigDecimal(amount.baseUnits())));
    }

    @Override
    public Uni<Void> proposed(SqlClient transaction, Bytes32 batchId, SettlementBatch batch, Instant receivedAt) {
        return done(Sql.update(
                transaction, PROPOSED, batchId.toString(), Sql.json(batch), receivedAt.atOffset(ZoneOffset.UTC)));
    }

    @Override
    public Uni<Void> superseded(SqlClient transaction, Bytes32 batchId) {
        return done(Sql.update(transaction, SUPERSEDED, batchId.toString()));
    }

    @Override
    public Uni<Void> head(SqlClient transaction, BlockRef block, long time) {
        return done(Sql.update(transaction, HEAD, block.number(), block.hash().toString(), time)
                .chain(() -> Sql.update(transaction, FORGET_HEADS, block.number() - KEPT_HEADS)));
    }

    @Override
    public Uni<Void> commitment(
            SqlClient transaction, Address validator, BeaconCommitment commitment, Signature signature) {
        return done(
                PostgresRoundStore.saveCommitment(transaction, new SignedCommitment(validator, commitment, signature)));
    }

    @Override
    public Uni<Void> opening(SqlClient transaction, Address validator, RoundOpen round) {
        return done(PostgresRoundStore.saveOpening(transaction, validator, round));
    }

    @Override
    public Uni<Void> waived(SqlClient transaction, long epoch) {
        return done(Sql.update(transaction, WAIVED, epoch));
    }

    @Override
    public Uni<Void> verdicts(SqlClient transaction, List<SignedVerdict> verdicts) {
        return done(VerdictRows.saveVotes(
                transaction,
                verdicts.stream()
                        .map(signed -> new VoteRow(
                                signed.verdict(),
                                signed.validator().toString(),
                                signed.digest().toString(),
                                signed.signature().toString()))
                        .toList()));
    }

    private static Uni<Void> done(Uni<Integer> update) {
        return update.replaceWithVoid();
    }
}
