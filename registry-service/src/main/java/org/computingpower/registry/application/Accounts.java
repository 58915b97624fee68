package org.computingpower.registry.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Set;
import org.computingpower.events.AccountRole;
import org.computingpower.events.RegistryAccountEvent.AccountRegistered;
import org.computingpower.events.RegistryAccountEvent.WalletBound;
import org.computingpower.kit.Ids;
import org.computingpower.registry.domain.Account;
import org.computingpower.registry.domain.Outcome;
import org.computingpower.registry.domain.Refusal;
import org.computingpower.terms.Address;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.SignInMessage;
import org.computingpower.terms.key.SignInResult;

/** Accounts, their wallets (Sign-In with Ethereum, EIP-4361) and the validators' public entries. */
@ApplicationScoped
public class Accounts {
    /** What the wallet shows before its owner signs. */
    public static final String STATEMENT = "Bind this wallet to your account at the Computing Power Platform.";

    private static final int NONCE_BYTES = 16;

    private final AccountStore accounts;
    private final Publisher publisher;
    private final Market market;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Accounts(AccountStore accounts, Publisher publisher, Market market, InstantSource clock) {
        this.accounts = accounts;
        this.publisher = publisher;
        this.market = market;
        this.clock = clock;
    }

    /**
     * What a wallet is asked to sign.
     *
     * @param nonce single use, for the caller only
     * @param issuedAt now, whole seconds
     * @param expirationTime end of the nonce's life
     */
    public record Challenge(String nonce, Instant issuedAt, Instant expirationTime) {}

    /** Registers the role; the same role again gives the account that is there. */
    public Uni<Outcome<Account>> register(SqlClient transaction, String subject, Set<String> roles, AccountRole role) {
        String needed = role.name().toLowerCase(java.util.Locale.ROOT);
        if (!roles.contains(needed)) {
            return refused(new Refusal.RoleNotHeld(needed));
        }
        Account account = new Account(Ids.next(), subject, role, now());
        return accounts.insert(transaction, account).chain(inserted -> {
            if (!inserted) {
                return accounts.find(transaction, subject, role).map(found -> Outcome.done(found.orElseThrow()));
            }
            return publisher
                    .publish(
                            transaction,
                            new AccountRegistered(account.accountId(), subject, role, account.registeredAt()))
                    .replaceWith(Outcome.created(account));
        });
    }

    /** A nonce for one sign-in of this subject. */
    public Uni<Challenge> challenge(SqlClient transaction, String subject) {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        Instant now = now();
        Challenge challenge = new Challenge(HexFormat.of().formatHex(bytes), now, now.plus(market.nonceLifetime()));
        return accounts.addNonce(transaction, challenge.nonce(), subject, now, challenge.expirationTime())
                .replaceWith(challenge);
    }

    /** Binds the wallet that signed the message to the subject. A nonce serves one successful sign-in. */
    public Uni<Outcome<Address>> bind(SqlClient transaction, String subject, String text, Signature signature) {
        SignInMessage message;
        try {
            message = SignInMessage.parse(text);
        } catch (IllegalArgumentException e) {
            return refused(new Refusal.SignInRefused("The message is not in the form of EIP-4361 that was asked for"));
        }
        return accounts.takeNonce(transaction, message.nonce(), subject, clock.instant())
                .chain(taken -> {
                    if (!taken) {
                        return refused(
                                new Refusal.SignInRefused("The nonce is unknown, expired or used. Ask for a new one"));
                    }
                    SignInMessage.Expected expected = new SignInMessage.Expected(
                            market.domain(), market.origin(), market.chainId(), message.nonce());
                    return switch (message.check(signature, expected, clock.instant())) {
                        case SignInResult.Refused(var reason) -> refused(new Refusal.SignInRefused(reason.toString()));
                        case SignInResult.SignedIn(Address address) -> bind(transaction, subject, address);
                    };
                });
    }

    private Uni<Outcome<Address>> bind(SqlClient transaction, String subject, Address address) {
        Instant now = now();
        return accounts.bind(transaction, address, subject, now).chain(owner -> {
            if (!owner.equals(subject)) {
                return refused(new Refusal.WalletTaken(address));
            }
            return accounts.ofSubject(transaction, subject)
                    .chain(owned -> owned.isEmpty()
                            ? refused(new Refusal.NoAccount("any"))
                            : publisher
                                    .publish(
                                            transaction,
                                            owned.stream()
                                                    .map(account ->
                                                            new WalletBound(account.accountId(), subject, address, now))
                                                    .toArray(WalletBound[]::new))
                                    .replaceWith(Outcome.created(address)));
        });
    }

    /** Enters where a validator of the market's set can be reached. */
    public Uni<Outcome<Address>> enterValidator(SqlClient transaction, String subject, Address address, URI url) {
        if (!market.validators().members().contains(address)) {
            return refused(new Refusal.NotAValidator(address));
        }
        return accounts.wallets(transaction, subject)
                .chain(wallets -> wallets.contains(address)
                        ? accounts.putValidator(
                                        transaction,
                                        address,
                                        subject,
                                        url,
                                        market.validators().setVersion(),
                                        now())
                                .replaceWith(Outcome.created(address))
                        : refused(new Refusal.WalletNotBound(address)));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static <T> Uni<Outcome<T>> refused(Refusal refusal) {
        return Uni.createFrom().item(Outcome.refused(refusal));
    }
}
