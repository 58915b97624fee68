package org.computingpower.sgx.dcap.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The field against {@link BigInteger}, with limbs at and near the bounds that its documentation allows. */
class P256FieldTest {
    private static final BigInteger P = P256Field.PRIME;
    private static final int ROUNDS = 3_000;
    private static final long LOOSE = (1L << 56) - 1;
    private static final long LOOSE_TOP = (1L << 53) - 1;
    private static final long REDUCED = 3L << 51;
    private static final long REDUCED_TOP = 1L << 49;

    private final Random random = new Random(20_261_122);

    @Test
    void multipliesSquaresAndReducesLooseElements() {
        long[] out = new long[P256Field.LIMBS];
        for (int i = 0; i < ROUNDS; i++) {
            long[] a = loose();
            long[] b = loose();

            P256Field.multiply(out, a, b);
            assertReduced(out, number(a).multiply(number(b)));
            P256Field.square(out, a);
            assertReduced(out, number(a).pow(2));
            P256Field.reduce(out, a);
            assertReduced(out, number(a));
        }
    }

    @Test
    void multipliesElementsAtEveryCornerOfTheirBounds() {
        long[] out = new long[P256Field.LIMBS];
        for (int corner = 0; corner < 1 << (2 * P256Field.LIMBS); corner++) {
            long[] a = corner(corner);
            long[] b = corner(corner >> P256Field.LIMBS);

            P256Field.multiply(out, a, b);
            assertReduced(out, number(a).multiply(number(b)));
            P256Field.square(out, b);
            assertReduced(out, number(b).pow(2));
        }
    }

    private static long[] corner(int signs) {
        long[] a = new long[P256Field.LIMBS];
        for (int i = 0; i < P256Field.LIMBS; i++) {
            long bound = i == P256Field.LIMBS - 1 ? LOOSE_TOP : LOOSE;
            a[i] = ((signs >> i) & 1) == 0 ? bound : -bound;
        }
        return a;
    }

    @Test
    void writesTheResultOverItsOperands() {
        long[] a = loose();
        long[] b = loose();
        BigInteger product = number(a).multiply(number(b));
        long[] over = b.clone();

        P256Field.multiply(over, a, over);
        assertReduced(over, product);
        P256Field.square(over, over);
        assertReduced(over, product.pow(2));
        P256Field.multiply(over, over, over);
        assertReduced(over, product.pow(4));
    }

    @Test
    void takesTenReducedElementsAsALooseOne() {
        assertThat(10 * REDUCED).isLessThan(LOOSE);
        assertThat(10 * REDUCED_TOP).isLessThan(LOOSE_TOP);
    }

    @Test
    void convertsNumbersThereAndBack() {
        for (BigInteger number : new BigInteger[] {
            BigInteger.ZERO,
            BigInteger.ONE,
            BigInteger.TWO,
            P.subtract(BigInteger.ONE),
            new BigInteger(256, random).mod(P)
        }) {
            assertThat(P256Field.toNumber(P256Field.of(number))).isEqualTo(number);
        }
        assertThat(P256Field.toNumber(P256Field.ONE)).isEqualTo(BigInteger.ONE);
    }

    @Test
    void recognizesEveryFormOfZeroAndNothingElse() {
        long[] sum = new long[P256Field.LIMBS];
        for (int i = 0; i < ROUNDS; i++) {
            long[] a = loose();
            long[] canonical = P256Field.of(P256Field.toNumber(a));

            P256Field.reduce(a, a);
            P256Field.subtract(sum, a, canonical);
            P256Field.reduce(sum, sum);
            assertThat(P256Field.isZero(sum)).isTrue();

            canonical[i % P256Field.LIMBS] ^= 1L << (i % 48);
            P256Field.subtract(sum, a, canonical);
            P256Field.reduce(sum, sum);
            assertThat(P256Field.isZero(sum)).isFalse();
        }
    }

    /** Limbs of any size up to the bounds, many of them at the bounds, zero or one. */
    private long[] loose() {
        long[] a = new long[P256Field.LIMBS];
        for (int i = 0; i < P256Field.LIMBS; i++) {
            long bound = i == P256Field.LIMBS - 1 ? LOOSE_TOP : LOOSE;
            long magnitude = switch (random.nextInt(6)) {
                case 0 -> bound;
                case 1 -> random.nextInt(2);
                case 2 -> (1L << 52) - random.nextInt(2);
                default -> random.nextLong(bound + 1) >>> random.nextInt(20);
            };
            a[i] = random.nextBoolean() ? magnitude : -magnitude;
        }
        return a;
    }

    private static BigInteger number(long[] a) {
        return P256Field.toNumber(a);
    }

    private static void assertReduced(long[] out, BigInteger expected) {
        assertThat(number(out)).isEqualTo(expected.mod(P));
        for (int i = 0; i < P256Field.LIMBS - 1; i++) {
            assertThat(Math.abs(out[i])).isLessThanOrEqualTo(REDUCED);
        }
        assertThat(Math.abs(out[P256Field.LIMBS - 1])).isLessThan(REDUCED_TOP);
    }
}
