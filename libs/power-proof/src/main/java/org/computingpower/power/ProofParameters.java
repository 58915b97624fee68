package org.computingpower.power;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * What a device has to do in a round. Its 52 bytes are hashed into the challenge, so a proof for other parameters
 * holds no valid share.
 *
 * @param kind puzzle kind, 1 to 65535
 * @param mu shares expected from the effective power within the window, 1 to 65536
 * @param threshold the smallest number of shares that passes (c), 1 to mu
 * @param windowMillis the window W the target is computed for, in ms, at most the commit deadline
 * @param commitDeadlineMillis ms after T0 until which a commit is in time, inclusive
 * @param revealDeadlineMillis ms after T0 until which a reveal is in time, inclusive
 * @param effectiveRate Reff = floor(R0 * phiBps / 10^4), in hashes per second
 * @param maxShares the largest number of shares a commit may claim, mu to 131072
 * @param mode how the device is measured
 * @param part the part of the epoch
 */
public record ProofParameters(
        int kind,
        int mu,
        int threshold,
        int windowMillis,
        int commitDeadlineMillis,
        int revealDeadlineMillis,
        long effectiveRate,
        int maxShares,
        ProofMode mode,
        RoundPart part) {

    /** Length of the encoded record in bytes. */
    public static final int BYTES = 52;

    /** 65536 expected shares measure a rate to 0.4 %. */
    public static final int MAX_MU = 1 << 16;

    /** 131072 = 2 * 65536 shares; their nonces take 1 MiB. */
    public static final int MAX_SHARES = 1 << 17;

    private static final int RESERVED_BYTES = 16;
    private static final int MAX_KIND = 0xFFFF;
    private static final int MAX_BPS = 10_000;
    /** Reff * W_ms >= 2000 * mu keeps the chance of one trial at or below one half. */
    private static final long MIN_TRIALS_PER_SHARE_MILLI = 2_000;

    /**
     * @throws IllegalArgumentException if a value is out of its bounds, or the power is too small for mu shares in the
     *     window (Reff * W_ms &lt; 2000 * mu)
     */
    public ProofParameters {
        require(kind >= 1 && kind <= MAX_KIND, "The puzzle kind lies in [1, 65535]");
        require(mu >= 1 && mu <= MAX_MU, "mu lies in [1, 65536]");
        require(threshold >= 1 && threshold <= mu, "The threshold lies in [1, mu]");
        require(windowMillis >= 1 && windowMillis <= commitDeadlineMillis, "The window ends by the commit deadline");
        require(revealDeadlineMillis > commitDeadlineMillis, "The reveal deadline follows the commit deadline");
        require(maxShares >= mu && maxShares <= MAX_SHARES, "The share limit lies in [mu, 131072]");
        require(effectiveRate >= 1, "The effective rate is positive");
        require(
                trialsMilli(effectiveRate, windowMillis).compareTo(BigInteger.valueOf(MIN_TRIALS_PER_SHARE_MILLI * mu))
                        >= 0,
                "The rated power is too small for mu shares in the window");
    }

    /** The effective rate of a device of which phi basis points are measured: floor(r0 * phiBps / 10^4). */
    public static long effectiveRate(long ratedHashesPerSecond, int phiBps) {
        require(phiBps >= 1 && phiBps <= MAX_BPS, "phi lies in [1, 10000] basis points");
        require(ratedHashesPerSecond >= 1, "The rated power is positive");
        return BigInteger.valueOf(ratedHashesPerSecond)
                .multiply(BigInteger.valueOf(phiBps))
                .divide(BigInteger.valueOf(MAX_BPS))
                .longValueExact();
    }

    /** The same parameters for the other part of the epoch. */
    public ProofParameters withPart(RoundPart other) {
        return new ProofParameters(
                kind,
                mu,
                threshold,
                windowMillis,
                commitDeadlineMillis,
                revealDeadlineMillis,
                effectiveRate,
                maxShares,
                mode,
                other);
    }

    /**
     * The 52 bytes: kind u16, mu u32, c u32, W_ms u32, commit deadline u32, reveal deadline u32, Reff u64, maxShares
     * u32, mode u8, part u8, 16 zero bytes.
     */
    public byte[] encode() {
        return new HashInput()
                .u16(kind)
                .u32(mu)
                .u32(threshold)
                .u32(windowMillis)
                .u32(commitDeadlineMillis)
                .u32(revealDeadlineMillis)
                .u64(effectiveRate)
                .u32(maxShares)
                .u8(mode.wire())
                .u8(part.wire())
                .zeros(RESERVED_BYTES)
                .toByteArray();
    }

    /**
     * Reads the 52 bytes back.
     *
     * @throws IllegalArgumentException if the length, a bound or a reserved byte is wrong
     */
    public static ProofParameters decode(byte[] encoded) {
        require(encoded.length == BYTES, "The parameters record has 52 bytes");
        ByteBuffer in = ByteBuffer.wrap(encoded);
        ProofParameters read = new ProofParameters(
                Short.toUnsignedInt(in.getShort()),
                in.getInt(),
                in.getInt(),
                in.getInt(),
                in.getInt(),
                in.getInt(),
                in.getLong(),
                in.getInt(),
                ProofMode.ofWire(Byte.toUnsignedInt(in.get())),
                RoundPart.ofWire(Byte.toUnsignedInt(in.get())));
        while (in.hasRemaining()) {
            require(in.get() == 0, "The reserved bytes are zero");
        }
        return read;
    }

    /** SHA-256 of the 52 bytes. */
    public Hash32 hash() {
        return HashInput.sha256(encode());
    }

    private static BigInteger trialsMilli(long rate, int millis) {
        return BigInteger.valueOf(rate).multiply(BigInteger.valueOf(millis));
    }

    private static void require(boolean condition, String rule) {
        if (!condition) {
            throw new IllegalArgumentException(rule);
        }
    }
}
