package org.computingpower.terms.quorum;

import java.util.Optional;
import org.computingpower.terms.Address;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.Secp256k1;
import org.computingpower.terms.signed.MarketDomains;
import org.computingpower.terms.signed.SignedType;

/**
 * One validator's signed statement about a subject.
 *
 * @param signer who signed it, as recovered from the signature
 * @param value what was stated; votes agree if their values are equal
 * @param signature the signature
 */
public record Vote<V>(Address signer, V value, Signature signature) {

    /** The vote that a signed statement is, by whoever signed it; empty if the signature belongs to no key. */
    public static <S extends SignedType> Optional<Vote<S>> recover(
            S statement, Signature signature, MarketDomains domains) {
        return Secp256k1.recoverAddress(statement.digest(domains), signature)
                .map(signer -> new Vote<>(signer, statement, signature));
    }
}
