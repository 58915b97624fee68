package org.computingpower.sgx.dcap.crypto;

import java.math.BigInteger;

/**
 * A scalar as signed odd digits with many zeros between them, the width-w non-adjacent form (Solinas, "Efficient
 * arithmetic on Koblitz curves", 2000): of any {@code width} consecutive digits at most one is not zero.
 */
final class SignedWindows {
    private SignedWindows() {}

    /**
     * The digits, that of weight 1 first; each is zero, or odd and below 2^(width - 1) in absolute value.
     *
     * @param scalar not negative
     * @param width 2 to 8
     */
    static byte[] of(BigInteger scalar, int width) {
        byte[] digits = new byte[scalar.bitLength() + 1];
        int carry = 0;
        int position = 0;
        while (position < digits.length) {
            if (bit(scalar, position) == carry) { // what is left is even; a carry moves on
                position++;
                continue;
            }
            int window = carry;
            for (int i = 0; i < width; i++) {
                window += bit(scalar, position + i) << i;
            }
            carry = window >> (width - 1);
            digits[position] = (byte) (window - (carry << width));
            position += width;
        }
        return digits;
    }

    private static int bit(BigInteger scalar, int index) {
        return scalar.testBit(index) ? 1 : 0;
    }
}
