package org.computingpower.settlement.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.computingpower.settlement.domain.order.Dossier;
import org.computingpower.settlement.domain.order.OrderSettlement.Progress;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.signed.Slash;

/** The money of orders, with everything known about them. */
public interface OrderBook {

    /** Dossiers of the orders whose terms are known, ascending by order; locks their money until the transaction ends. */
    Uni<List<Dossier>> load(SqlClient transaction, Collection<OrderId> orders, Instant now);

    /** Stores money and windows after an advance. */
    Uni<Void> save(SqlClient transaction, List<Progress> progress, Instant now);

    /** Billed orders that have not settled {@code asOfEpoch} yet, ascending by order, beginning after {@code after}. */
    Uni<List<OrderId>> due(SqlClient connection, long asOfEpoch, OrderId after, int limit);

    /** Number of the last slash; only one transaction at a time gets past this call, so that numbers rise by one. */
    Uni<Long> lastSlashNo(SqlClient transaction);

    /** Stores proposed slashes. */
    Uni<Void> slashes(SqlClient transaction, List<ProposedSlash> slashes);

    /**
     * A proposed slash.
     *
     * @param statement what the validators are asked to sign
     * @param epoch the epoch that triggered it
     * @param reason for people
     * @param evidence JSON text whose SHA-256 stands in the statement
     * @param proposedAt when
     */
    record ProposedSlash(Slash statement, long epoch, String reason, String evidence, Instant proposedAt) {}
}
