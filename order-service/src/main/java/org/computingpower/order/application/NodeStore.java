package org.computingpower.order.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computingpower.events.RegistryNodeEvent.NodeChanged;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.PolicyActivation;
import org.jspecify.annotations.Nullable;

/** What the registry published: nodes, wallets and the policies. */
public interface NodeStore {
    /** Keeps the state unless a newer one is known. */
    Uni<Void> put(SqlClient transaction, NodeChanged node);

    /** The last state of a node. */
    Uni<Optional<NodeChanged>> find(SqlClient client, NodeId nodeId);

    /** Listed nodes that fit and that no order holds, cheapest first, then strongest. */
    Uni<List<NodeChanged>> candidates(SqlClient client, Wanted wanted, int limit);

    /** How many nodes fail each constraint; only the constraints that a node fails. */
    Uni<Map<String, Long>> rejected(SqlClient client, Wanted wanted);

    /** The wallet belongs to the subject. */
    Uni<Void> bind(SqlClient transaction, Address wallet, String subject, Instant at);

    /** Whether it does. */
    Uni<Boolean> isBound(SqlClient client, Address wallet, String subject);

    /** A policy was signed. */
    Uni<Void> putPolicy(SqlClient transaction, PolicyActivation activation);

    /** Hash of the newest policy that is in effect. */
    Uni<Optional<Bytes32>> activePolicy(SqlClient client, long epoch);

    /**
     * What a quote needs.
     *
     * @param nodeId this node alone
     * @param minRate rated hashes per second, at least
     * @param maxPricePerSecond base units, at most
     * @param region exactly
     * @param dataProtection at least
     * @param durationSeconds within the offer's bounds
     * @param offerValidUntil the offer must live as long, Unix seconds
     * @param mode EXCLUSIVE, or SHARED for nodes that can be shared
     */
    record Wanted(
            @Nullable NodeId nodeId,
            @Nullable Long minRate,
            @Nullable TokenAmount maxPricePerSecond,
            @Nullable String region,
            @Nullable DataProtection dataProtection,
            long durationSeconds,
            long offerValidUntil,
            Mode mode) {
        /** The same on any node. */
        public Wanted anywhere() {
            return new Wanted(
                    null, minRate, maxPricePerSecond, region, dataProtection, durationSeconds, offerValidUntil, mode);
        }
    }
}
