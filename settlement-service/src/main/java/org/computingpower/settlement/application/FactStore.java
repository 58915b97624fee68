package org.computingpower.settlement.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.PowerVerdict;

/**
 * Remembers what others said, one statement per kind and call. Every method is idempotent and the result does not depend on the order of
 * the facts, except that of two waiting states the later word stands.
 */
public interface FactStore {

    /**
     * Before facts that may advance orders are written: of two transactions with facts about one order, the second waits here until the
     * first is committed. Without it neither might see the other's fact, and nobody would advance the order.
     */
    Uni<Void> lock(SqlClient transaction, Collection<OrderId> orders);

    /** Facts about orders, at most one per order. */
    Uni<Void> orders(SqlClient transaction, Collection<OrderFact> facts);

    /** Holds of orders: begun with their first epoch, or ended with the first epoch that is paid again. */
    Uni<Void> holds(SqlClient transaction, List<Hold> holds);

    /** What was asked of and said by a node about an application. */
    Uni<Void> deployments(SqlClient transaction, List<DeploymentFact> facts);

    /** Facts of the chain, at most one per order. */
    Uni<Void> chain(SqlClient transaction, Collection<ChainMirror> mirrors);

    /** A seen deposit whose block was replaced. */
    Uni<Void> forgetSeenDeposits(SqlClient transaction, List<OrderId> orders);

    /** An item that the contract refused: the order stays out of batches until an operator looks. */
    Uni<Void> heldByChain(SqlClient transaction, OrderId order, String reason);

    /** The last finalized block that a fact came from. */
    Uni<Void> finalizedBlock(SqlClient transaction, long blockNumber);

    /** Verified verdicts; a second, different one of the same validator for the same challenge is kept as a conflict. */
    Uni<Void> verdicts(SqlClient transaction, List<SignedVerdict> verdicts);

    /** Unsigned statistics, for people only. */
    Uni<Void> measuredRates(SqlClient transaction, List<MeasuredRate> rates);

    /** An epoch whose round a quorum waived. */
    Uni<Void> waivedEpoch(SqlClient transaction, long epoch);

    /** A round that was opened, by the struct hash that its verdicts name, and whether it was an audit. */
    Uni<Void> openedRound(SqlClient transaction, long epoch, Bytes32 openHash, boolean audit);

    /** The devices and the owner of a node as of a version. */
    Uni<Void> nodes(SqlClient transaction, List<NodeFact> nodes);

    /** Wallets bound to subjects. */
    Uni<Void> wallets(SqlClient transaction, List<WalletFact> wallets);

    /**
     * A hold of an order.
     *
     * @param fromEpoch first epoch of the hold; empty if this is only the end of the last one
     * @param toEpoch first epoch after it; empty while it lasts
     */
    record Hold(OrderId orderId, Optional<Long> fromEpoch, Optional<Long> toEpoch) {}

    /**
     * One word about a generation of a deployment.
     *
     * @param requestedAt when the user asked
     * @param readyAt when the node signed READY
     * @param failedAt when the node signed FAILED
     */
    record DeploymentFact(
            OrderId orderId,
            long generation,
            Optional<Instant> requestedAt,
            Optional<Instant> readyAt,
            Optional<Instant> failedAt) {}

    /**
     * A verdict whose signature was verified.
     *
     * @param validator who signed, a member of the validator set
     * @param digest the EIP-712 digest
     */
    record SignedVerdict(Address validator, PowerVerdict verdict, Bytes32 digest, Signature signature) {}

    /**
     * A validator's statistics of one device and epoch.
     *
     * @param rate hashes per second
     */
    record MeasuredRate(OrderId orderId, long epoch, int device, Address validator, long rate) {}

    /**
     * A version of a node.
     *
     * @param effectiveEpoch first epoch whose roster knows these devices
     * @param devices indices, ascending
     * @param subject OIDC subject of the provider
     */
    record NodeFact(NodeId nodeId, long version, long effectiveEpoch, List<Integer> devices, String subject) {}

    /** A wallet and the OIDC subject that proved it. */
    record WalletFact(Address address, String subject) {}

    /** A withdrawal waits until the ledger can cover it. */
    Uni<Void> withdrawal(SqlClient transaction, String fact, String account, TokenAmount amount, java.util.UUID cause);
}
