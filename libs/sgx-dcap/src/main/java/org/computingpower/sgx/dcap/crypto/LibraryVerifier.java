package org.computingpower.sgx.dcap.crypto;

import java.math.BigInteger;
import org.computingpower.sgx.dcap.crypto.P256Implementation.Verifier;
import org.computingpower.sgx.dcap.crypto.P256Point.Addend;

/**
 * ECDSA verification by FIPS 186-5, section 6.4.2. All inputs are public, so the time it takes may depend on them; this
 * code must never touch a private key.
 */
final class LibraryVerifier implements Verifier {
    private static final BigInteger ORDER = P256Curve.ORDER;

    private final Addend key;

    /** The key must be a point of the curve. */
    LibraryVerifier(BigInteger x, BigInteger y) {
        this.key = Addend.affine(P256Field.of(x), P256Field.of(y));
    }

    @Override
    public boolean verifies(byte[] hash, BigInteger r, BigInteger s) {
        if (!isScalar(r) || !isScalar(s)) {
            return false;
        }
        BigInteger e = new BigInteger(1, hash);
        BigInteger w = s.modInverse(ORDER);
        BigInteger u = e.multiply(w).mod(ORDER);
        BigInteger v = r.multiply(w).mod(ORDER);
        P256Point sum = P256Curve.sumOfMultiples(u, v, key);
        return !sum.isInfinite() && hasAbscissaModuloOrder(sum, r);
    }

    private static boolean isScalar(BigInteger number) {
        return number.signum() > 0 && number.compareTo(ORDER) < 0;
    }

    /**
     * True if the sum's x = X / Z^2 equals r modulo n. x lies below p and n is a little below p, so x is r, or r + n if
     * that is below p. Multiplying r by Z^2 is cheaper than dividing X by it.
     */
    private static boolean hasAbscissaModuloOrder(P256Point sum, BigInteger r) {
        BigInteger second = r.add(ORDER);
        return hasAbscissa(sum, r) || (second.compareTo(P256Field.PRIME) < 0 && hasAbscissa(sum, second));
    }

    private static boolean hasAbscissa(P256Point sum, BigInteger abscissa) {
        long[] difference = new long[P256Field.LIMBS];
        P256Field.square(difference, sum.z());
        P256Field.multiply(difference, difference, P256Field.of(abscissa));
        P256Field.subtract(difference, difference, sum.x());
        P256Field.reduce(difference, difference);
        return P256Field.isZero(difference);
    }
}
