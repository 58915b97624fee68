package org.computingpower.registry.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.computingpower.events.AccountRole;
import org.computingpower.registry.application.AccountStore;
import org.computingpower.registry.domain.Account;
import org.computingpower.terms.Address;

/** Accounts, wallets, sign-in nonces and validators; every write shares its transaction with the outbox. */
@ApplicationScoped
class AccountTable implements AccountStore {
    private static final String COLUMNS =
            "select account_id, subject, role, registered_at from account where subject = $1";

    @Override
    public Uni<Boolean> insert(SqlClient transaction, Account account) {
        return transaction
                .preparedQuery("insert into account (account_id, subject, role, registered_at) values ($1, $2, $3, $4)"
                        + " on conflict (subject, role) do nothing")
                .execute(Tuple.of(
                        account.accountId(),
                        account.subject(),
                        account.role().name(),
                        account.registeredAt().atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount() == 1);
    }

    @Override
    public Uni<Optional<Account>> find(SqlClient client, String subject, AccountRole role) {
        return client.preparedQuery(COLUMNS + " and role = $2")
                .execute(Tuple.of(subject, role.name()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(AccountTable::account));
    }

    @Override
    public Uni<List<Account>> ofSubject(SqlClient client, String subject) {
        return client.preparedQuery(COLUMNS + " order by registered_at, role")
                .execute(Tuple.of(subject))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(AccountTable::account)
                        .toList());
    }

    @Override
    public Uni<List<Address>> wallets(SqlClient client, String subject) {
        return client.preparedQuery("select address from wallet where subject = $1 order by bound_at, address")
                .execute(Tuple.of(subject))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> Address.parse(row.getString("address")))
                        .toList());
    }

    @Override
    public Uni<String> bind(SqlClient transaction, Address address, String subject, Instant at) {
        return transaction
                .preparedQuery("insert into wallet (address, subject, bound_at) values ($1, $2, $3)"
                        + " on conflict (address) do update set bound_at = wallet.bound_at returning subject")
                .execute(Tuple.of(address.toString(), subject, at.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next().getString("subject"));
    }

    @Override
    public Uni<Void> addNonce(SqlClient transaction, String nonce, String subject, Instant now, Instant expiresAt) {
        return transaction
                .preparedQuery("delete from sign_in_nonce where expires_at < $1")
                .execute(Tuple.of(now.atOffset(ZoneOffset.UTC)))
                .chain(() -> transaction
                        .preparedQuery("insert into sign_in_nonce (nonce, subject, expires_at) values ($1, $2, $3)")
                        .execute(Tuple.of(nonce, subject, expiresAt.atOffset(ZoneOffset.UTC))))
                .replaceWithVoid();
    }

    @Override
    public Uni<Boolean> takeNonce(SqlClient transaction, String nonce, String subject, Instant now) {
        return transaction
                .preparedQuery("delete from sign_in_nonce where nonce = $1 and subject = $2 and expires_at >= $3")
                .execute(Tuple.of(nonce, subject, now.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount() == 1);
    }

    @Override
    public Uni<Void> putValidator(
            SqlClient transaction, Address address, String subject, URI url, long setVersion, Instant at) {
        return transaction
                .preparedQuery(
                        "insert into validator (address, subject, url, set_version, updated_at) values ($1, $2, $3, $4, $5)"
                                + " on conflict (address) do update set url = excluded.url, set_version = excluded.set_version,"
                                + " updated_at = excluded.updated_at where validator.subject = excluded.subject")
                .execute(Tuple.of(address.toString(), subject, url.toString(), setVersion, at.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<ValidatorEntry>> validators(SqlClient client) {
        return client.preparedQuery("select address, url, set_version from validator order by address")
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new ValidatorEntry(
                                Address.parse(row.getString("address")),
                                URI.create(row.getString("url")),
                                row.getLong("set_version")))
                        .toList());
    }

    private static Account account(Row row) {
        return new Account(
                row.getUUID("account_id"),
                row.getString("subject"),
                AccountRole.valueOf(row.getString("role")),
                row.getOffsetDateTime("registered_at").toInstant());
    }
}
