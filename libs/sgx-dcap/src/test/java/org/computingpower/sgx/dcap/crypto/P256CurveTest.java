package org.computingpower.sgx.dcap.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.computingpower.sgx.dcap.crypto.P256Point.Addend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums of multiples against BouncyCastle, with points and scalars that meet each other on the way. */
class P256CurveTest {
    private static final X9ECParameters BOUNCY_CASTLE = CustomNamedCurves.getByName("secp256r1");
    private static final BigInteger N = P256Curve.ORDER;
    private static final BigInteger P = P256Field.PRIME;

    private final Random random = new Random(20_261_122);

    @Test
    void usesTheConstantsOfTheStandard() {
        assertThat(N).isEqualTo(BOUNCY_CASTLE.getN());
        assertThat(P).isEqualTo(BOUNCY_CASTLE.getCurve().getField().getCharacteristic());
        assertAgrees(BigInteger.ONE, BigInteger.ZERO, BOUNCY_CASTLE.getG());
    }

    /** Multiples of the generator by small numbers and their opposites make the sum meet its addend or its opposite. */
    @Test
    void agreesOnSumsThatMeetTheirAddendsOrInfinity() {
        List<BigInteger> scalars = new ArrayList<>(
                List.of(BigInteger.ZERO, BigInteger.ONE, BigInteger.TWO, number(3), number(127), number(256)));
        scalars.add(N.shiftRight(1));
        scalars.add(N.subtract(BigInteger.TWO));
        scalars.add(N.subtract(BigInteger.ONE));
        for (int multiple : new int[] {1, -1, 2, -2, 3, 15, -127}) {
            ECPoint point = BOUNCY_CASTLE.getG().multiply(number(multiple));
            for (BigInteger first : scalars) {
                for (BigInteger second : scalars) {
                    assertAgrees(first, second, point);
                }
            }
        }
    }

    @Test
    void agreesOnRandomSums() {
        for (int i = 0; i < 300; i++) {
            ECPoint point = BOUNCY_CASTLE.getG().multiply(new BigInteger(256, random));
            assertAgrees(
                    new BigInteger(random.nextInt(257), random).mod(N),
                    new BigInteger(random.nextInt(257), random).mod(N),
                    point);
        }
    }

    @Test
    void findsThatOppositeMultiplesAddUpToInfinity() {
        ECPoint generator = BOUNCY_CASTLE.getG();

        assertThat(P256Curve.sumOfMultiples(number(77), N.subtract(number(77)), addend(generator))
                        .isInfinite())
                .isTrue();
        assertThat(P256Curve.sumOfMultiples(number(77), number(77), addend(generator.negate()))
                        .isInfinite())
                .isTrue();
        assertThat(P256Curve.sumOfMultiples(BigInteger.ZERO, BigInteger.ZERO, addend(generator))
                        .isInfinite())
                .isTrue();
    }

    @Test
    void holdsPointsOfTheCurveOnly() {
        BigInteger x = BOUNCY_CASTLE.getG().getAffineXCoord().toBigInteger();
        BigInteger y = BOUNCY_CASTLE.getG().getAffineYCoord().toBigInteger();
        BigInteger b = BOUNCY_CASTLE.getCurve().getB().toBigInteger();
        BigInteger rootOfB = b.modPow(P.add(BigInteger.ONE).shiftRight(2), P); // p = 3 modulo 4

        assertThat(P256Curve.contains(x, y)).isTrue();
        assertThat(P256Curve.contains(x, P.subtract(y))).isTrue();
        assertThat(P256Curve.contains(BigInteger.ZERO, rootOfB)).isTrue();
        assertThat(P256Curve.contains(x, y.add(BigInteger.ONE))).isFalse();
        assertThat(P256Curve.contains(y, x)).isFalse();
        assertThat(P256Curve.contains(BigInteger.ZERO, BigInteger.ZERO)).isFalse();
        assertThat(P256Curve.contains(P, rootOfB)).isFalse(); // zero under another name
        assertThat(P256Curve.contains(x.add(P), y)).isFalse();
        assertThat(P256Curve.contains(x, y.subtract(P))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 8})
    void writesEveryScalarInSignedWindows(int width) {
        for (int i = 0; i < 500; i++) {
            BigInteger scalar = i < 300 ? number(i) : new BigInteger(256, random).setBit(i % 256);

            byte[] digits = SignedWindows.of(scalar, width);

            BigInteger sum = BigInteger.ZERO;
            int lastDigit = -width;
            for (int position = 0; position < digits.length; position++) {
                sum = sum.add(number(digits[position]).shiftLeft(position));
                if (digits[position] != 0) {
                    assertThat(digits[position] & 1).isEqualTo(1);
                    assertThat(Math.abs(digits[position])).isLessThan(1 << (width - 1));
                    assertThat(position - lastDigit).isGreaterThanOrEqualTo(width);
                    lastDigit = position;
                }
            }
            assertThat(sum).isEqualTo(scalar);
        }
    }

    private static BigInteger number(long value) {
        return BigInteger.valueOf(value);
    }

    private static Addend addend(ECPoint point) {
        ECPoint affine = point.normalize();
        return Addend.affine(
                P256Field.of(affine.getAffineXCoord().toBigInteger()),
                P256Field.of(affine.getAffineYCoord().toBigInteger()));
    }

    private static void assertAgrees(BigInteger first, BigInteger second, ECPoint point) {
        ECPoint expected =
                BOUNCY_CASTLE.getG().multiply(first).add(point.multiply(second)).normalize();

        P256Point sum = P256Curve.sumOfMultiples(first, second, addend(point));

        assertThat(sum.isInfinite()).isEqualTo(expected.isInfinity());
        if (!expected.isInfinity()) {
            BigInteger inverse = P256Field.toNumber(sum.z()).modInverse(P);
            BigInteger square = inverse.multiply(inverse);
            assertThat(P256Field.toNumber(sum.x()).multiply(square).mod(P))
                    .isEqualTo(expected.getAffineXCoord().toBigInteger());
            assertThat(P256Field.toNumber(sum.y())
                            .multiply(square)
                            .multiply(inverse)
                            .mod(P))
                    .isEqualTo(expected.getAffineYCoord().toBigInteger());
        }
    }
}
