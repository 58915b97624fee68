package org.computingpower.challenge.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.computingpower.challenge.domain.beacon.BlockRef;
import org.computingpower.challenge.domain.roster.DeviceRating;
import org.computingpower.challenge.domain.roster.NodeVersion;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.BeaconCommitment;
import org.computingpower.terms.signed.Order;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.RoundOpen;
import org.computingpower.terms.signed.SettlementBatch;

/** What other services say. Every write is in the given transaction and harmless when repeated. */
public interface Projections {

    /** A version of a node. */
    Uni<Void> node(SqlClient transaction, NodeVersion node);

    /** A rating. */
    Uni<Void> rating(SqlClient transaction, DeviceRating rating);

    /** What order-service says about one order; the earlier word on each part stands. */
    Uni<Void> order(SqlClient transaction, OrderFact fact);

    /**
     * One order.
     *
     * @param terms its terms
     * @param activation when it is paid and challenged
     * @param closing when service ended
     */
    record OrderFact(OrderId orderId, Order terms, Optional<Activation> activation, Optional<Closing> closing) {}

    /** The paid term in epochs, the end exclusive. */
    record Activation(long billingFromEpoch, long effectiveEpoch, long endsAtEpoch) {}

    /**
     * The end of service.
     *
     * @param atSecond whole Unix seconds
     * @param leavesAtEpoch first roster without it
     */
    record Closing(long atSecond, long leavesAtEpoch) {}

    /** Everything of an order is settled; matters to one that shares its node, which is asked until then. */
    Uni<Void> settled(SqlClient transaction, OrderId orderId, long leavesAtEpoch);

    /** The begin of a hold. */
    Uni<Void> held(SqlClient transaction, OrderId orderId, long fromEpoch);

    /** The end of the hold that lasts. */
    Uni<Void> resumed(SqlClient transaction, OrderId orderId, long toEpoch);

    /** A request to run an application, or the node's first final word on it. */
    Uni<Void> deployment(
            SqlClient transaction,
            OrderId orderId,
            long generation,
            Optional<Instant> requestedAt,
            Optional<Instant> answeredAt);

    /** A final deposit. */
    Uni<Void> funded(SqlClient transaction, OrderId orderId, TokenAmount amount);

    /** A proposed batch. */
    Uni<Void> proposed(SqlClient transaction, Bytes32 batchId, SettlementBatch batch, Instant receivedAt);

    /** A batch that nobody has to answer any more. */
    Uni<Void> superseded(SqlClient transaction, Bytes32 batchId);

    /** A finalized block. */
    Uni<Void> head(SqlClient transaction, BlockRef block, long time);

    /** A validator's commitment whose signature was checked. */
    Uni<Void> commitment(SqlClient transaction, Address validator, BeaconCommitment commitment, Signature signature);

    /** A validator's opening whose signature was checked. */
    Uni<Void> opening(SqlClient transaction, Address validator, RoundOpen round);

    /** An epoch that a quorum waived. */
    Uni<Void> waived(SqlClient transaction, long epoch);

    /** Other validators' verdicts about orders whose signatures were checked. */
    Uni<Void> verdicts(SqlClient transaction, List<SignedVerdict> verdicts);

    /** A verdict with its digest. */
    record SignedVerdict(Address validator, PowerVerdict verdict, Bytes32 digest, Signature signature) {}
}
