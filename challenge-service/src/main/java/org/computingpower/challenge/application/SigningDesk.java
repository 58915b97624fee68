package org.computingpower.challenge.application;

import java.util.Optional;
import org.computingpower.challenge.application.RoundStore.SignedSubject;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.CommitReceipt;
import org.computingpower.terms.signed.MarketDomains;
import org.computingpower.terms.signed.SignedType;

/** The only place that uses this validator's key. A subject is signed once: a second, different statement about it is refused. */
public final class SigningDesk {

    private final SigningKey key;
    private final MarketDomains domains;
    private final RoundStore store;

    /** A desk for one key in one market. */
    public SigningDesk(SigningKey key, MarketDomains domains, RoundStore store) {
        this.key = key;
        this.domains = domains;
        this.store = store;
    }

    /** This validator. */
    public Address address() {
        return key.address();
    }

    /** The market's domains. */
    public MarketDomains domains() {
        return domains;
    }

    /**
     * Signs a statement and remembers it durably first; empty if another statement about the subject was signed before.
     *
     * @param subject what it is about, unique within its type
     */
    public Optional<Signature> sign(SignedType statement, String subject) {
        Bytes32 digest = statement.digest(domains);
        boolean first = store.signOnce(new SignedSubject(statement.type().name(), subject, digest));
        return first ? Optional.of(key.sign(digest)) : Optional.empty();
    }

    /** Signs a receipt: it says when something came and decides nothing alone. */
    public Signature sign(CommitReceipt receipt) {
        return receipt.sign(key, domains);
    }

    /** Signs a digest that the caller remembers in its own transaction before the signature leaves this service. */
    public Signature signRemembered(Bytes32 digest) {
        return key.sign(digest);
    }
}
