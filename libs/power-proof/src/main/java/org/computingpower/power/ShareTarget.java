package org.computingpower.power;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * The bound T below which a trial is a share. Computed with big integers:
 * {@code T = floor(2^256 * mu * 1000 / (Reff * W_ms))}, so the parties cannot differ by a rounding.
 */
public final class ShareTarget {

    private static final BigInteger TWO_256 = BigInteger.TWO.pow(256);
    private static final BigInteger MILLIS_PER_SECOND = BigInteger.valueOf(1_000);

    private final BigInteger value;
    private final long[] words = new long[4];

    private ShareTarget(BigInteger value) {
        this.value = value;
        ByteBuffer padded = ByteBuffer.wrap(toHash().bytes());
        for (int i = 0; i < words.length; i++) {
            words[i] = padded.getLong();
        }
    }

    /** The target of these parameters. */
    public static ShareTarget of(ProofParameters parameters) {
        BigInteger trialsMilli =
                BigInteger.valueOf(parameters.effectiveRate()).multiply(BigInteger.valueOf(parameters.windowMillis()));
        return of(TWO_256.multiply(BigInteger.valueOf(parameters.mu()))
                .multiply(MILLIS_PER_SECOND)
                .divide(trialsMilli));
    }

    /**
     * A target by its value.
     *
     * @throws IllegalArgumentException unless it lies in [1, 2^256 - 1]
     */
    public static ShareTarget of(BigInteger value) {
        if (value.signum() <= 0 || value.compareTo(TWO_256) >= 0) {
            throw new IllegalArgumentException("A target lies in [1, 2^256 - 1]");
        }
        return new ShareTarget(value);
    }

    /** T itself. */
    public BigInteger value() {
        return value;
    }

    /** T as 32 big-endian bytes. */
    public Hash32 toHash() {
        byte[] minimal = value.toByteArray();
        byte[] padded = new byte[Hash32.BYTES];
        int length = Math.min(minimal.length, Hash32.BYTES);
        System.arraycopy(minimal, minimal.length - length, padded, Hash32.BYTES - length, length);
        return Hash32.owning(padded);
    }

    /** The chance of one trial, T / 2^256. For statistics only. */
    public double probability() {
        return value.doubleValue() / TWO_256.doubleValue();
    }

    /** The upper 32 bits of T: no trial whose upper 32 bits are larger can be a share. For coarse device filters. */
    public int upperWord() {
        return (int) (words[0] >>> Integer.SIZE);
    }

    /** Whether 32 big-endian bytes are, as an unsigned number, below T. */
    public boolean admits(Hash32 trial) {
        return admits(trial.bytes());
    }

    /** Hot path of {@link #admits(Hash32)}: the first 32 bytes of an array. */
    boolean admits(byte[] trial) {
        for (int i = 0; i < words.length; i++) {
            long word = (long) ByteArrays.LONG.get(trial, i * Long.BYTES);
            if (word != words[i]) {
                return Long.compareUnsigned(word, words[i]) < 0;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ShareTarget target && value.equals(target.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return toHash().toString();
    }
}
