package org.computingpower.attestation.domain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.Secp256k1;

/**
 * Remembers whom a signature over a digest belongs to. Recovery is a pure function and dear; one evidence passes it at
 * submission, admission and judgment, and costs it once. Safe for use by several threads.
 */
final class SignerMemory {
    /** Two signatures for each of 4096 pieces of evidence: ten seconds of the fastest submission measured. */
    private static final int MAX = 8192;

    private final Map<Signed, Optional<Address>> known = Collections.synchronizedMap(new Eldest());

    private record Signed(Bytes32 digest, Signature signature) {}

    private static final class Eldest extends LinkedHashMap<Signed, Optional<Address>> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Signed, Optional<Address>> eldest) {
            return size() > MAX;
        }
    }

    /** Who signed, if anybody did. */
    Optional<Address> signer(Bytes32 digest, Signature signature) {
        Signed signed = new Signed(digest, signature);
        Optional<Address> found = known.get(signed);
        if (found != null) {
            return found;
        }
        // Outside the map's lock: two threads may recover the same once.
        Optional<Address> recovered = Secp256k1.recoverAddress(digest, signature);
        known.put(signed, recovered);
        return recovered;
    }
}
