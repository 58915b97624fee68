package org.computingpower.settlement.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.computingpower.settlement.domain.ledger.AccountId;
import org.computingpower.settlement.domain.ledger.Transfer;
import org.computingpower.terms.TokenAmount;

/** The double-entry ledger. Append-only: what was posted is never changed. */
public interface Ledger {

    /**
     * Posts transfers in the order given. One that was posted before is skipped; the same id with other fields, or a balance that would
     * fall below its floor, fails the transaction.
     */
    Uni<Void> post(SqlClient transaction, List<Transfer> transfers);

    /** Balances of accounts that are never negative; zero for one that does not exist yet. Locks the existing ones. */
    Uni<Map<AccountId, TokenAmount>> balances(SqlClient transaction, Collection<AccountId> accounts);

    /** Posts every waiting withdrawal that its account can cover; answers how many still wait. */
    Uni<Integer> postWithdrawals(SqlClient transaction);
}
