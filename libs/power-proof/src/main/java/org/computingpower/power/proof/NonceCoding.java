package org.computingpower.power.proof;

import java.io.ByteArrayOutputStream;

/**
 * The coding of a reveal: the first nonce, then each difference to the previous nonce minus 1, as minimal unsigned
 * LEB128. Every strictly ascending list has exactly one coding, and a coding cannot say anything but such a list.
 */
public final class NonceCoding {

    /** 10 = 64 bits / 7 bits per byte, rounded up. */
    public static final int MAX_BYTES_PER_NONCE = 10;

    private static final int PAYLOAD_BITS = 7;
    private static final int PAYLOAD_MASK = 0x7F;
    private static final int MORE = 0x80;
    private static final int LAST_SHIFT = 63;

    private NonceCoding() {}

    /**
     * The coded form of unsigned nonces.
     *
     * @throws IllegalArgumentException if they do not ascend strictly
     */
    public static byte[] encode(long[] nonces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4 * nonces.length);
        for (int i = 0; i < nonces.length; i++) {
            if (i > 0 && Long.compareUnsigned(nonces[i - 1], nonces[i]) >= 0) {
                throw new IllegalArgumentException("Nonces ascend strictly; number " + i + " does not");
            }
            writeNumber(out, i == 0 ? nonces[0] : nonces[i] - nonces[i - 1] - 1);
        }
        return out.toByteArray();
    }

    /**
     * Reads exactly so many nonces.
     *
     * @throws CodingException if the bytes are not the one coding of so many nonces
     */
    public static long[] decode(byte[] coded, int count) throws CodingException {
        if (count > coded.length) {
            throw new CodingException(CodingFault.TRUNCATED);
        }
        long[] nonces = new long[count];
        Reader in = new Reader(coded);
        for (int i = 0; i < count; i++) {
            long number = in.number();
            if (i == 0) {
                nonces[0] = number;
                continue;
            }
            long previous = nonces[i - 1];
            long room = ~previous;
            if (Long.compareUnsigned(number, room) >= 0) {
                throw new CodingException(CodingFault.OVERFLOW);
            }
            nonces[i] = previous + number + 1;
        }
        if (in.position != coded.length) {
            throw new CodingException(CodingFault.TRAILING_BYTES);
        }
        return nonces;
    }

    private static void writeNumber(ByteArrayOutputStream out, long number) {
        long rest = number;
        while ((rest & ~PAYLOAD_MASK) != 0) {
            out.write((int) (rest & PAYLOAD_MASK) | MORE);
            rest >>>= PAYLOAD_BITS;
        }
        out.write((int) rest);
    }

    /** What is wrong with a coding. */
    public enum CodingFault {
        /** The bytes end before the last nonce. */
        TRUNCATED,
        /** Bytes follow the last nonce. */
        TRAILING_BYTES,
        /** A number is longer than it needs to be. */
        NOT_MINIMAL,
        /** A number or a nonce needs more than 64 bits. */
        OVERFLOW
    }

    /** The bytes are not a coding. Carries no stack trace: strangers cause it at will. */
    public static final class CodingException extends Exception {

        private static final long serialVersionUID = 1L;

        private final CodingFault fault;

        CodingException(CodingFault fault) {
            super(fault.name(), null, false, false);
            this.fault = fault;
        }

        /** What is wrong. */
        public CodingFault fault() {
            return fault;
        }
    }

    private static final class Reader {

        private final byte[] coded;
        private int position;

        Reader(byte[] coded) {
            this.coded = coded;
        }

        long number() throws CodingException {
            long number = 0;
            for (int shift = 0; shift <= LAST_SHIFT; shift += PAYLOAD_BITS) {
                if (position == coded.length) {
                    throw new CodingException(CodingFault.TRUNCATED);
                }
                int next = Byte.toUnsignedInt(coded[position++]);
                long payload = next & PAYLOAD_MASK;
                if (shift == LAST_SHIFT && next > 1) {
                    throw new CodingException(CodingFault.OVERFLOW);
                }
                number |= payload << shift;
                if (next < MORE) {
                    if (next == 0 && shift > 0) {
                        throw new CodingException(CodingFault.NOT_MINIMAL);
                    }
                    return number;
                }
            }
            throw new CodingException(CodingFault.OVERFLOW);
        }
    }
}
