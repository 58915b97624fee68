package org.computingpower.relayer.adapter.signer;

import org.computingpower.relayer.application.TxSigner;
import org.computingpower.terms.Address;
import org.computingpower.terms.Digests;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.SigningKey;

/** Signs with a key held in this process: development, or a small installation with an encrypted keystore. */
public final class KeySigner implements TxSigner {

    private final SigningKey key;

    /** With that key. */
    public KeySigner(SigningKey key) {
        this.key = key;
    }

    @Override
    public Address address() {
        return key.address();
    }

    @Override
    public Signed sign(Unsigned tx) {
        Signature signature = key.sign(TransactionForm.digest(tx));
        byte[] raw = TransactionForm.signed(tx, signature);
        return new Signed(Digests.keccak256(raw), raw);
    }

    /** The address alone; never the key. */
    @Override
    public String toString() {
        return "KeySigner[" + address() + "]";
    }
}
