package org.computingpower.registry.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.computingpower.events.AccountRole;
import org.computingpower.registry.domain.Account;
import org.computingpower.terms.Address;

/** Where accounts, wallets, sign-in nonces and validators' entries are kept. */
public interface AccountStore {
    /** Adds an account; empty if the subject has one of that role. */
    Uni<Boolean> insert(SqlClient transaction, Account account);

    /** The account of that subject and role. */
    Uni<Optional<Account>> find(SqlClient client, String subject, AccountRole role);

    /** All accounts of a subject. */
    Uni<List<Account>> ofSubject(SqlClient client, String subject);

    /** All wallets of a subject, oldest first. */
    Uni<List<Address>> wallets(SqlClient client, String subject);

    /** Binds a wallet; the subject that it is bound to afterwards. */
    Uni<String> bind(SqlClient transaction, Address address, String subject, Instant at);

    /** Keeps a nonce for one sign-in and forgets those that expired. */
    Uni<Void> addNonce(SqlClient transaction, String nonce, String subject, Instant now, Instant expiresAt);

    /** Uses up a nonce; false if it is unknown, another subject's, expired or used. */
    Uni<Boolean> takeNonce(SqlClient transaction, String nonce, String subject, Instant now);

    /** A validator's public endpoint. */
    record ValidatorEntry(Address address, URI url, long setVersion) {}

    /** All validators that entered one, by address. */
    Uni<List<ValidatorEntry>> validators(SqlClient client);

    /** Enters a validator's public endpoint. */
    Uni<Void> putValidator(
            SqlClient transaction, Address address, String subject, URI url, long setVersion, Instant at);
}
