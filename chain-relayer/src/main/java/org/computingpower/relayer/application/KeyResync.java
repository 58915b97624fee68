package org.computingpower.relayer.application;

import java.util.List;
import org.computingpower.relayer.application.OutboundBooks.InFlight;
import org.computingpower.relayer.application.OutboundBooks.Lease;
import org.computingpower.relayer.domain.Attempt;

/**
 * Brings the books of a stopped key to what the chain says, because an operator accounted for its nonces and asked for it:
 * another program used the key, or the database is an old backup. An intent whose effect is on chain is not sent again,
 * because the sender looks for effects before it gives away a nonce, and the contracts refuse a repetition.
 */
final class KeyResync {

    private final OutboundBooks books;
    private final Alerts alerts;

    KeyResync(OutboundBooks books, Alerts alerts) {
        this.books = books;
        this.alerts = alerts;
    }

    /** Starts the key again where the chain stands, unless transactions that these books do not know are still open. */
    void run(Lease lease, Endpoints.View view) {
        long head = view.head().block().number();
        long finalized = view.finalized()
                .map(header -> header.block().number())
                .filter(number -> number <= head)
                .orElse(0L);
        long used = view.primary().transactionCount(lease.key(), finalized);
        long next = Math.max(lease.nextNonce().orElse(0L), used);
        long open = Math.max(
                view.primary().transactionCount(lease.key(), head),
                view.primary().pendingTransactionCount(lease.key()));
        boolean agreed = view.quorumFor(node -> node.transactionCount(lease.key(), finalized) == used);
        if (open > next || !agreed) {
            alerts.raise(
                    Alerts.Code.NONCE_SUSPICIOUS,
                    lease.key() + " waits with its resync: nonces up to " + open + " are used, final are " + used);
            return;
        }
        List<Long> displaced = books.inFlight(lease.key()).stream()
                .filter(tx -> tx.nonce() < used && hasNoReceipt(view, tx))
                .map(InFlight::nonce)
                .toList();
        books.resync(lease, next, displaced);
    }

    private static boolean hasNoReceipt(Endpoints.View view, InFlight tx) {
        return tx.attempts().stream()
                .map(Attempt::hash)
                .noneMatch(hash -> view.firstOf(node -> node.receipt(hash)).isPresent());
    }
}
