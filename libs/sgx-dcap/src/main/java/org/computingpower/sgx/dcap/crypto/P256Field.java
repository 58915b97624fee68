package org.computingpower.sgx.dcap.crypto;

import java.math.BigInteger;

/**
 * Arithmetic modulo the prime of P-256, p = 2^256 - 2^224 + 2^192 + 2^96 - 1 (NIST SP 800-186, section 3.2.1.3), for
 * public values only: it is not made to run in constant time.
 *
 * <p>An element is an array of five signed limbs of 52 bits, l0 + l1 2^52 + ... + l4 2^208, and stands for the value
 * x R mod p with R = 2^260 (Montgomery's form). Limbs of 52 bits leave room in 64, so that sums and differences need no
 * carries, and because p = -1 modulo 2^52, the digit of each step of Montgomery's reduction is simply the lowest limb.
 *
 * <p>The bounds that make overflow impossible:
 *
 * <ul>
 *   <li>A <em>reduced</em> element has limbs 0 to 3 below 1.5 x 2^52 and limb 4 below 2^49 in absolute value, and its
 *       value lies between -p and 2p. Every product and every result of {@link #reduce} is reduced.
 *   <li>A <em>loose</em> element has limbs 0 to 3 below 2^56 and limb 4 below 2^53: any sum and difference of at most
 *       ten reduced elements. Everything here takes loose elements.
 * </ul>
 */
final class P256Field {
    static final int LIMBS = 5;
    static final BigInteger PRIME =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);

    private static final int LIMB_BITS = 52;
    private static final long LIMB = (1L << LIMB_BITS) - 1;
    private static final BigInteger LIMB_MASK = BigInteger.valueOf(LIMB);

    /** Bits that a factor is shifted to the left before the high half of a product is taken: 63 - 56. */
    private static final int SHIFT = 7;

    /** A product a b is high 2^57 + low, with 0 <= low < 2^57 = 2^(64 - SHIFT). */
    private static final long LOW = (1L << (64 - SHIFT)) - 1;

    /** The high part weighs 2^57, which is 2^5 times the weight of the next limb. */
    private static final int HIGH = 64 - SHIFT - LIMB_BITS;

    /** Bits of the top limb that belong to values below 2^256: 256 - 4 x 52. */
    private static final int TOP_BITS = 48;

    private static final long TOP = (1L << TOP_BITS) - 1;

    private static final BigInteger RADIX =
            BigInteger.ONE.shiftLeft(LIMBS * LIMB_BITS).mod(PRIME);
    private static final BigInteger INVERSE_RADIX = RADIX.modInverse(PRIME);
    private static final long[] PRIME_LIMBS = limbs(PRIME);

    /** The element of the number 1. Not to be written to. */
    static final long[] ONE = limbs(RADIX);

    private P256Field() {}

    /** The element of a number from 0 to p - 1. */
    static long[] of(BigInteger number) {
        return limbs(number.multiply(RADIX).mod(PRIME));
    }

    /** The number from 0 to p - 1 that {@code a} stands for. Slow: for tables and tests. */
    static BigInteger toNumber(long[] a) {
        return value(a).multiply(INVERSE_RADIX).mod(PRIME);
    }

    private static long[] limbs(BigInteger number) {
        long[] limbs = new long[LIMBS];
        for (int i = 0; i < LIMBS; i++) {
            limbs[i] = number.shiftRight(LIMB_BITS * i).and(LIMB_MASK).longValue();
        }
        return limbs;
    }

    private static BigInteger value(long[] a) {
        BigInteger value = BigInteger.ZERO;
        for (int i = LIMBS - 1; i >= 0; i--) {
            value = value.shiftLeft(LIMB_BITS).add(BigInteger.valueOf(a[i]));
        }
        return value;
    }

    static void copy(long[] out, long[] a) {
        System.arraycopy(a, 0, out, 0, LIMBS);
    }

    /** {@code out} = a + b, limb by limb. */
    static void add(long[] out, long[] a, long[] b) {
        for (int i = 0; i < LIMBS; i++) {
            out[i] = a[i] + b[i];
        }
    }

    /** {@code out} = a - b, limb by limb. */
    static void subtract(long[] out, long[] a, long[] b) {
        for (int i = 0; i < LIMBS; i++) {
            out[i] = a[i] - b[i];
        }
    }

    /** {@code out} = factor a, limb by limb; the factor counts as so many elements of a sum. */
    static void scale(long[] out, long[] a, int factor) {
        for (int i = 0; i < LIMBS; i++) {
            out[i] = factor * a[i];
        }
    }

    /** {@code out} = a b, reduced. {@code out} may be one of the factors. */
    static void multiply(long[] out, long[] a, long[] b) {
        long a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3], a4 = a[4];
        long b0 = b[0], b1 = b[1], b2 = b[2], b3 = b[3], b4 = b[4];
        long s0 = a0 << SHIFT, s1 = a1 << SHIFT, s2 = a2 << SHIFT, s3 = a3 << SHIFT, s4 = a4 << SHIFT;
        montgomery(
                out,
                low(a0, b0),
                low(a0, b1) + low(a1, b0) + up(high(s0, b0)),
                low(a0, b2) + low(a1, b1) + low(a2, b0) + up(high(s0, b1) + high(s1, b0)),
                low(a0, b3) + low(a1, b2) + low(a2, b1) + low(a3, b0) + up(high(s0, b2) + high(s1, b1) + high(s2, b0)),
                low(a0, b4)
                        + low(a1, b3)
                        + low(a2, b2)
                        + low(a3, b1)
                        + low(a4, b0)
                        + up(high(s0, b3) + high(s1, b2) + high(s2, b1) + high(s3, b0)),
                low(a1, b4)
                        + low(a2, b3)
                        + low(a3, b2)
                        + low(a4, b1)
                        + up(high(s0, b4) + high(s1, b3) + high(s2, b2) + high(s3, b1) + high(s4, b0)),
                low(a2, b4) + low(a3, b3) + low(a4, b2) + up(high(s1, b4) + high(s2, b3) + high(s3, b2) + high(s4, b1)),
                low(a3, b4) + low(a4, b3) + up(high(s2, b4) + high(s3, b3) + high(s4, b2)),
                low(a4, b4) + up(high(s3, b4) + high(s4, b3)),
                up(high(s4, b4)));
    }

    /** {@code out} = a a, reduced. {@code out} may be {@code a}. */
    static void square(long[] out, long[] a) {
        long a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3], a4 = a[4];
        long s0 = a0 << SHIFT, s1 = a1 << SHIFT, s2 = a2 << SHIFT, s3 = a3 << SHIFT, s4 = a4 << SHIFT;
        montgomery(
                out,
                low(a0, a0),
                2 * low(a0, a1) + up(high(s0, a0)),
                2 * low(a0, a2) + low(a1, a1) + up(2 * high(s0, a1)),
                2 * (low(a0, a3) + low(a1, a2)) + up(2 * high(s0, a2) + high(s1, a1)),
                2 * (low(a0, a4) + low(a1, a3)) + low(a2, a2) + up(2 * (high(s0, a3) + high(s1, a2))),
                2 * (low(a1, a4) + low(a2, a3)) + up(2 * (high(s0, a4) + high(s1, a3)) + high(s2, a2)),
                2 * low(a2, a4) + low(a3, a3) + up(2 * (high(s1, a4) + high(s2, a3))),
                2 * low(a3, a4) + up(2 * high(s2, a4) + high(s3, a3)),
                low(a4, a4) + up(2 * high(s3, a4)),
                up(high(s4, a4)));
    }

    private static long low(long a, long b) {
        return a * b & LOW;
    }

    private static long high(long shifted, long b) {
        return Math.multiplyHigh(shifted, b);
    }

    /** What a sum of high parts weighs in the next limb. */
    private static long up(long high) {
        return high << HIGH;
    }

    /**
     * {@code out} = c / R, reduced, where c has ten limbs below 5 x 2^60 + 5 x 2^57. Each of five steps adds m p, with m
     * the lowest limb that is left, which makes that limb zero; the shifts are m p written out.
     */
    private static void montgomery(
            long[] out, long c0, long c1, long c2, long c3, long c4, long c5, long c6, long c7, long c8, long c9) {
        long m = c0 & LIMB;
        c1 += (c0 >> LIMB_BITS) + (m << 44 & LIMB);
        c2 += m >>> 8;
        c3 += m << 36 & LIMB;
        c4 += (m >>> 16) - (m << 16 & LIMB) + (m << 48 & LIMB);
        c5 += (m >>> 4) - (m >>> 36);
        m = c1 & LIMB;
        c2 += (c1 >> LIMB_BITS) + (m << 44 & LIMB);
        c3 += m >>> 8;
        c4 += m << 36 & LIMB;
        c5 += (m >>> 16) - (m << 16 & LIMB) + (m << 48 & LIMB);
        c6 += (m >>> 4) - (m >>> 36);
        m = c2 & LIMB;
        c3 += (c2 >> LIMB_BITS) + (m << 44 & LIMB);
        c4 += m >>> 8;
        c5 += m << 36 & LIMB;
        c6 += (m >>> 16) - (m << 16 & LIMB) + (m << 48 & LIMB);
        c7 += (m >>> 4) - (m >>> 36);
        m = c3 & LIMB;
        c4 += (c3 >> LIMB_BITS) + (m << 44 & LIMB);
        c5 += m >>> 8;
        c6 += m << 36 & LIMB;
        c7 += (m >>> 16) - (m << 16 & LIMB) + (m << 48 & LIMB);
        c8 += (m >>> 4) - (m >>> 36);
        m = c4 & LIMB;
        c5 += (c4 >> LIMB_BITS) + (m << 44 & LIMB);
        c6 += m >>> 8;
        c7 += m << 36 & LIMB;
        c8 += (m >>> 16) - (m << 16 & LIMB) + (m << 48 & LIMB);
        c9 += (m >>> 4) - (m >>> 36);
        carry(out, c5, c6, c7, c8, c9);
    }

    /** {@code out} = a, reduced. {@code out} may be {@code a}. */
    static void reduce(long[] out, long[] a) {
        carry(out, a[0], a[1], a[2], a[3], a[4]);
    }

    /** Carries upwards, then takes the multiple of p away that the bits above 2^256 tell. */
    private static void carry(long[] out, long c0, long c1, long c2, long c3, long c4) {
        c1 += c0 >> LIMB_BITS;
        c2 += c1 >> LIMB_BITS;
        c3 += c2 >> LIMB_BITS;
        c4 += c3 >> LIMB_BITS;
        long multiple = c4 >> TOP_BITS; // at most 2^7 in absolute value
        out[0] = (c0 & LIMB) + multiple;
        out[1] = (c1 & LIMB) - (multiple << 44);
        out[2] = c2 & LIMB;
        out[3] = (c3 & LIMB) - (multiple << 36);
        out[4] = (c4 & TOP) + (multiple << 16);
    }

    /** True if a reduced element is zero modulo p. Its value lies between -p and 2p, so it is 0 or p then. */
    static boolean isZero(long[] a) {
        long lowest = a[0] & LIMB;
        return (lowest == 0 || lowest == LIMB) && isZeroOrPrime(a);
    }

    private static boolean isZeroOrPrime(long[] a) {
        boolean isZero = true;
        boolean isPrime = true;
        long carried = 0;
        for (int i = 0; i < LIMBS; i++) {
            carried += a[i];
            long limb = i < LIMBS - 1 ? carried & LIMB : carried;
            carried >>= LIMB_BITS;
            isZero &= limb == 0;
            isPrime &= limb == PRIME_LIMBS[i];
        }
        return isZero || isPrime;
    }
}
