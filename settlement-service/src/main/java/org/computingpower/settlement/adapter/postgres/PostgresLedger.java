package org.computingpower.settlement.adapter.postgres;

import static org.computingpower.settlement.adapter.postgres.Columns.amount;
import static org.computingpower.settlement.adapter.postgres.Columns.nothing;
import static org.computingpower.settlement.adapter.postgres.Columns.run;
import static org.computingpower.settlement.adapter.postgres.Columns.text;
import static org.computingpower.settlement.adapter.postgres.Columns.update;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.computingpower.settlement.application.Ledger;
import org.computingpower.settlement.domain.ledger.AccountId;
import org.computingpower.settlement.domain.ledger.AccountKind;
import org.computingpower.settlement.domain.ledger.Postings;
import org.computingpower.settlement.domain.ledger.Transfer;
import org.computingpower.terms.TokenAmount;

/** {@link Ledger} over the function {@code post_transfers}: one round trip for any number of transfers. */
@ApplicationScoped
class PostgresLedger implements Ledger {

    private static final String POST =
            "select post_transfers($1::text[], $2::text[], $3::text[], ($4::text[])::numeric[], $5::text[], $6::uuid[])";

    private static final int MAX_WITHDRAWALS = 500;

    @Override
    public Uni<Void> post(SqlClient transaction, List<Transfer> transfers) {
        return transfers.isEmpty()
                ? nothing()
                : update(
                        transaction,
                        POST,
                        text(transfers, Transfer::id),
                        text(transfers, Transfer::debit),
                        text(transfers, Transfer::credit),
                        text(transfers, Transfer::amount),
                        text(transfers, Transfer::kind),
                        transfers.stream().map(Transfer::cause).toArray(UUID[]::new));
    }

    @Override
    public Uni<Map<AccountId, TokenAmount>> balances(SqlClient transaction, Collection<AccountId> accounts) {
        Map<String, AccountId> byText = new HashMap<>();
        accounts.forEach(account -> byText.put(account.toString(), account));
        return run(
                        transaction,
                        "select id, balance from account where id = any ($1::text[]) order by id for update",
                        (Object) byText.keySet().toArray(String[]::new))
                .map(rows -> {
                    Map<AccountId, TokenAmount> balances = new HashMap<>();
                    accounts.forEach(account -> balances.put(account, TokenAmount.ZERO));
                    rows.forEach(row -> balances.put(known(byText, row.getString("id")), amount(row, "balance")));
                    return balances;
                });
    }

    private static AccountId known(Map<String, AccountId> byText, String id) {
        AccountId account = byText.get(id);
        if (account == null) {
            throw new IllegalStateException("The database answered for an account that was not asked: " + id);
        }
        return account;
    }

    @Override
    public Uni<Integer> postWithdrawals(SqlClient transaction) {
        return run(
                        transaction,
                        "select w.fact, w.account, w.amount, w.cause, coalesce(a.balance, 0) as balance from withdrawal w"
                                + " left join account a on a.id = w.account where not w.posted order by w.fact limit $1",
                        MAX_WITHDRAWALS)
                .chain(rows -> postCovered(transaction, rows));
    }

    private Uni<Integer> postCovered(SqlClient transaction, RowSet<Row> rows) {
        Map<String, TokenAmount> left = new HashMap<>();
        List<Transfer> transfers = new ArrayList<>();
        List<String> facts = new ArrayList<>();
        for (Row row : rows) {
            String account = row.getString("account");
            TokenAmount amount = amount(row, "amount");
            TokenAmount balance = left.getOrDefault(account, amount(row, "balance"));
            if (balance.compareTo(amount) >= 0) {
                left.put(account, balance.minus(amount));
                facts.add(row.getString("fact"));
                transfers.addAll(
                        Postings.withdrawal(row.getString("fact"), parse(account), amount, row.getUUID("cause")));
            }
        }
        int waiting = rows.size() - facts.size();
        return facts.isEmpty()
                ? Uni.createFrom().item(waiting)
                : post(transaction, transfers)
                        .chain(() -> update(
                                transaction,
                                "update withdrawal set posted = true where fact = any ($1::text[])",
                                (Object) facts.toArray(String[]::new)))
                        .replaceWith(waiting);
    }

    private static AccountId parse(String account) {
        int colon = account.indexOf(':');
        return new AccountId(AccountKind.valueOf(account.substring(0, colon)), account.substring(colon + 1));
    }
}
