package org.computingpower.sgx.dcap.crypto;

import java.math.BigInteger;
import org.computingpower.sgx.dcap.crypto.P256Point.Addend;

/** The curve y^2 = x^3 - 3x + b over {@link P256Field} with its generator (NIST SP 800-186, section 3.2.1.3). */
final class P256Curve {
    /** The number of points, a prime. */
    static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private static final BigInteger B =
            new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
    private static final BigInteger GENERATOR_X =
            new BigInteger("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296", 16);
    private static final BigInteger GENERATOR_Y =
            new BigInteger("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5", 16);

    /** 64 odd multiples of the generator, 8 KB, computed once. */
    private static final int GENERATOR_WIDTH = 8;

    /** 8 odd multiples of the key, computed for each signature: width 6 costs as much as it saves. */
    private static final int KEY_WIDTH = 5;

    private static final long[] B_ELEMENT = P256Field.of(B);
    private static final Addend[] GENERATOR_MULTIPLES = affine(oddMultiples(
            Addend.affine(P256Field.of(GENERATOR_X), P256Field.of(GENERATOR_Y)), 1 << (GENERATOR_WIDTH - 2)));

    private P256Curve() {}

    /** True if x and y are coordinates, from 0 to p - 1, of a point of the curve. */
    static boolean contains(BigInteger x, BigInteger y) {
        return isCoordinate(x) && isCoordinate(y) && isOnCurve(P256Field.of(x), P256Field.of(y));
    }

    private static boolean isCoordinate(BigInteger number) {
        return number.signum() >= 0 && number.compareTo(P256Field.PRIME) < 0;
    }

    private static boolean isOnCurve(long[] x, long[] y) {
        long[] left = new long[P256Field.LIMBS];
        long[] right = new long[P256Field.LIMBS];
        long[] threeX = new long[P256Field.LIMBS];
        P256Field.square(left, y);
        P256Field.square(right, x);
        P256Field.multiply(right, right, x);
        P256Field.scale(threeX, x, 3);
        P256Field.subtract(right, right, threeX);
        P256Field.add(right, right, B_ELEMENT);
        P256Field.subtract(left, left, right);
        P256Field.reduce(left, left);
        return P256Field.isZero(left);
    }

    /**
     * {@code first} G + {@code second} Q, both sums along one run of doublings (Shamir's trick, with the signed windows
     * of Moeller, "Algorithms for multi-exponentiation", 2001).
     */
    static P256Point sumOfMultiples(BigInteger first, BigInteger second, Addend point) {
        byte[] generatorDigits = SignedWindows.of(first, GENERATOR_WIDTH);
        byte[] pointDigits = SignedWindows.of(second, KEY_WIDTH);
        Addend[] pointMultiples = oddMultiples(point, 1 << (KEY_WIDTH - 2));
        P256Point sum = new P256Point();
        for (int i = Math.max(generatorDigits.length, pointDigits.length) - 1; i >= 0; i--) {
            sum.twice();
            addDigit(sum, generatorDigits, i, GENERATOR_MULTIPLES);
            addDigit(sum, pointDigits, i, pointMultiples);
        }
        return sum;
    }

    private static void addDigit(P256Point sum, byte[] digits, int index, Addend[] oddMultiples) {
        if (index < digits.length && digits[index] != 0) {
            sum.plus(oddMultiples[Math.abs(digits[index]) >> 1], digits[index] < 0);
        }
    }

    /** 1, 3, 5, ... times the point. */
    private static Addend[] oddMultiples(Addend point, int count) {
        P256Point twice = new P256Point();
        twice.plus(point, false);
        twice.twice();
        Addend step = twice.toAddend();
        P256Point sum = new P256Point();
        sum.plus(point, false);
        Addend[] multiples = new Addend[count];
        multiples[0] = point;
        for (int i = 1; i < count; i++) {
            sum.plus(step, false);
            multiples[i] = sum.toAddend();
        }
        return multiples;
    }

    private static Addend[] affine(Addend[] points) {
        Addend[] affine = new Addend[points.length];
        for (int i = 0; i < points.length; i++) {
            BigInteger inverse = P256Field.toNumber(points[i].z()).modInverse(P256Field.PRIME);
            BigInteger square = inverse.multiply(inverse);
            affine[i] = Addend.affine(
                    P256Field.of(P256Field.toNumber(points[i].x()).multiply(square)),
                    P256Field.of(
                            P256Field.toNumber(points[i].y()).multiply(square).multiply(inverse)));
        }
        return affine;
    }
}
