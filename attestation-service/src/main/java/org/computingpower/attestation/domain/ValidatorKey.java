package org.computingpower.attestation.domain;

import org.computingpower.terms.Address;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.MarketDomains;
import org.computingpower.terms.signed.SignedType;

/** The key by which this validator speaks. */
public final class ValidatorKey {
    private final SigningKey key;
    private final MarketDomains domains;

    /**
     * A key.
     *
     * @throws IllegalStateException if its address is not in the market's validator set
     */
    public ValidatorKey(SigningKey key, Market market) {
        if (!market.validators().members().contains(key.address())) {
            throw new IllegalStateException(key.address() + " is not in the market's validator set");
        }
        this.key = key;
        this.domains = market.domains();
    }

    /** The validator's address. */
    public Address address() {
        return key.address();
    }

    /** Signs a statement. */
    public Signature sign(SignedType statement) {
        return statement.sign(key, domains);
    }
}
