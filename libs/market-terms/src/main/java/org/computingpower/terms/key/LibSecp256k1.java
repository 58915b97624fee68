package org.computingpower.terms.key;

import fr.acinq.secp256k1.Secp256k1Exception;
import java.util.Arrays;
import java.util.Optional;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Signature;

/**
 * libsecp256k1 of Bitcoin Core, through ACINQ's JNI binding. It takes a fifth of BouncyCastle's time, and the time that a
 * signature takes does not depend on the secret.
 */
record LibSecp256k1(fr.acinq.secp256k1.Secp256k1 library) implements Secp256k1Implementation {

    private static final int EVEN_V = 27;
    private static final int UNCOMPRESSED_LENGTH = 1 + 2 * Bytes32.LENGTH;

    /**
     * The library; empty if this system has none that can be loaded. The binding notices that its file could not be written
     * or linked only when it is called, so it is called once: the key of 1 is the generator.
     */
    static Optional<LibSecp256k1> load() {
        byte[] one = new byte[Bytes32.LENGTH];
        one[Bytes32.LENGTH - 1] = 1;
        try {
            var library = fr.acinq.secp256k1.Secp256k1.get();
            VerifyingKey generator = VerifyingKey.of(BouncyCastleSecp256k1.DOMAIN.getG());
            return keyOf(library.pubkeyCreate(one)).equals(generator)
                    ? Optional.of(new LibSecp256k1(library))
                    : Optional.empty();
        } catch (IllegalStateException | LinkageError notForThisSystem) {
            return Optional.empty();
        }
    }

    @Override
    public String title() {
        return "libsecp256k1";
    }

    @Override
    public Optional<VerifyingKey> recover(Bytes32 digest, Signature signature) {
        byte[] compact = Arrays.copyOf(signature.toArray(), 2 * Bytes32.LENGTH);
        try {
            return Optional.of(keyOf(library.ecdsaRecover(compact, digest.toArray(), signature.v() - EVEN_V)));
        } catch (Secp256k1Exception belongsToNoKey) {
            return Optional.empty();
        }
    }

    /** The library gives r and s; which of two v is right, recovery tells. */
    @Override
    public Signature sign(Bytes32 secret, VerifyingKey key, Bytes32 digest) {
        byte[] signed = Arrays.copyOf(library.sign(digest.toArray(), secret.toArray()), Signature.LENGTH);
        for (int parity = 0; parity <= 1; parity++) {
            signed[Signature.LENGTH - 1] = (byte) (EVEN_V + parity);
            Signature signature = Signature.of(signed);
            if (recover(digest, signature).filter(key::equals).isPresent()) {
                return signature;
            }
        }
        // Only an x of at least the group order (probability 2^-128) is not r.
        throw new IllegalStateException("No recoverable signature for this digest");
    }

    private static VerifyingKey keyOf(byte[] uncompressed) {
        if (uncompressed.length != UNCOMPRESSED_LENGTH) {
            throw new IllegalStateException("Expected a key of 65 bytes but found " + uncompressed.length);
        }
        return new VerifyingKey(
                Bytes32.of(Arrays.copyOfRange(uncompressed, 1, 1 + Bytes32.LENGTH)),
                Bytes32.of(Arrays.copyOfRange(uncompressed, 1 + Bytes32.LENGTH, UNCOMPRESSED_LENGTH)));
    }
}
