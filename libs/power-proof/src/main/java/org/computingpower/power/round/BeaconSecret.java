package org.computingpower.power.round;

import java.nio.ByteBuffer;
import org.computingpower.power.Hash32;
import org.computingpower.power.HashInput;
import org.computingpower.power.RoundPart;

/**
 * The secret of one validator for one part of one epoch. Its commitment is published one epoch ahead; the secret
 * itself follows at T0. The leader's secret also fixes T0. {@code toString} shows the commitment only.
 *
 * @param value 32 bytes from a cryptographic random source
 */
public record BeaconSecret(Hash32 value) {

    private static final int LABEL_BYTES = 16;

    /** SHA-256 of the secret. */
    public Hash32 commitment() {
        return HashInput.sha256(value.bytes());
    }

    /** Whether this secret is the one that was committed to. */
    public boolean opens(Hash32 commitment) {
        return commitment().equals(commitment);
    }

    /**
     * The instant T0 this secret fixes if its owner leads: {@code first + floor(u * (last - first) / 2^64)} ms after
     * the epoch's start, u being the first eight bytes of {@code SHA256("CPP/t0/v1" zero-padded to 16 | epoch u64 |
     * part u8 | secret)}.
     *
     * @param firstMillis earliest possible T0 in ms after the epoch's start
     * @param lastMillis latest possible T0, exclusive unless equal to the first
     */
    public long roundStartMillis(long epoch, RoundPart part, long firstMillis, long lastMillis) {
        if (firstMillis < 0 || lastMillis < firstMillis) {
            throw new IllegalArgumentException("T0 lies between two instants of the epoch in ascending order");
        }
        byte[] draw = new HashInput()
                .label("CPP/t0/v1", LABEL_BYTES)
                .u64(epoch)
                .u8(part.wire())
                .hash(value)
                .sha256()
                .bytes();
        long u = ByteBuffer.wrap(draw).getLong();
        return firstMillis + Math.unsignedMultiplyHigh(u, lastMillis - firstMillis);
    }

    /** The commitment, never the secret. */
    @Override
    public String toString() {
        return "BeaconSecret[commitment=" + commitment() + "]";
    }
}
