package org.computingpower.sgx.dcap.crypto;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECPoint;

/**
 * Whose arithmetic verifies ECDSA signatures over P-256. All give the same answer to every input; the tests compare
 * them with each other and with the JDK. ADR-0005 tells why there are several.
 *
 * <p>A process uses {@link #BY_USE} unless the system property {@value #PROPERTY} names another at start.
 */
public enum P256Implementation {
    /** {@link #LIBRARY} for the first signatures of a key, then {@link #BOUNCY_CASTLE}: each where it is the faster. */
    BY_USE {
        @Override
        Optional<Verifier> verifierOf(BigInteger x, BigInteger y) {
            return LIBRARY.verifierOf(x, y).map(first -> new ByUseVerifier(first, x, y));
        }
    },

    /** Five-limb arithmetic of this library, for verification only: the faster one for a key met for the first time. */
    LIBRARY {
        @Override
        Optional<Verifier> verifierOf(BigInteger x, BigInteger y) {
            return P256Curve.contains(x, y) ? Optional.of(new LibraryVerifier(x, y)) : Optional.empty();
        }
    },

    /** BouncyCastle's custom curve, which keeps a table for each key: the faster one for a key that is used again. */
    BOUNCY_CASTLE {
        @Override
        Optional<Verifier> verifierOf(BigInteger x, BigInteger y) {
            return BouncyCastleVerifier.of(x, y);
        }
    };

    /** System property: {@code by_use}, {@code library} or {@code bouncy_castle}. */
    public static final String PROPERTY = "org.computingpower.sgx.dcap.p256";

    private static final P256Implementation SELECTED = named(System.getProperty(PROPERTY, "by_use"));

    /** The implementation of this process. */
    public static P256Implementation selected() {
        return SELECTED;
    }

    /** The implementation of that name in any case; refuses any other name. */
    static P256Implementation named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** What verifies with the key (x, y); empty unless that is a point of the curve with coordinates below p. */
    abstract Optional<Verifier> verifierOf(BigInteger x, BigInteger y);

    /** Verification with one key. Immutable in effect; safe for use by several threads. */
    interface Verifier {
        /** True if r and s are from 1 to n - 1 and sign the hash of 32 bytes (FIPS 186-5, section 6.4.2). */
        boolean verifies(byte[] hash, BigInteger r, BigInteger s);
    }

    private record BouncyCastleVerifier(ECPublicKeyParameters key) implements Verifier {
        private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256r1");
        private static final ECDomainParameters DOMAIN =
                new ECDomainParameters(CURVE.getCurve(), CURVE.getG(), CURVE.getN(), CURVE.getH());

        static Optional<Verifier> of(BigInteger x, BigInteger y) {
            try {
                ECPoint point = CURVE.getCurve().validatePoint(x, y);
                return Optional.of(new BouncyCastleVerifier(new ECPublicKeyParameters(point, DOMAIN)));
            } catch (IllegalArgumentException notOnCurve) {
                return Optional.empty();
            }
        }

        @Override
        public boolean verifies(byte[] hash, BigInteger r, BigInteger s) {
            ECDSASigner signer = new ECDSASigner();
            signer.init(false, key);
            return signer.verifySignature(hash, r, s);
        }
    }
}
