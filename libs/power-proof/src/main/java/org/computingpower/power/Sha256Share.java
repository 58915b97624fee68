package org.computingpower.power;

import java.security.DigestException;
import java.security.MessageDigest;

/**
 * Puzzle kind 1, SHA256_SHARE: {@code trial(n) = SHA256(C | u64be(n))}, 40 bytes, exactly one SHA-256 block.
 *
 * <p>It shows that some device with at least the rated power worked, not which model it was.
 */
public final class Sha256Share implements PuzzleKind {

    /** The number of this kind. */
    public static final int ID = 1;

    /** The one instance; it has no state. */
    public static final Sha256Share INSTANCE = new Sha256Share();

    private static final int VERSION = 1;
    private static final int LABEL_BYTES = 24;
    private static final int MESSAGE_BYTES = Hash32.BYTES + Long.BYTES;

    private Sha256Share() {}

    @Override
    public int id() {
        return ID;
    }

    @Override
    public String name() {
        return "SHA256_SHARE";
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public Hash32 derive(ChallengeInputs inputs) {
        return new HashInput()
                .label("CPP-POW/v1/sha256", LABEL_BYTES)
                .u16(VERSION)
                .hash(inputs.epochSeed())
                .hash(inputs.nodeId())
                .hash(inputs.orderId())
                .u16(inputs.deviceIndex())
                .hash(inputs.paramsHash())
                .sha256();
    }

    /** The 32 bytes of one trial. */
    public static Hash32 trial(Hash32 challenge, long nonce) {
        return new HashInput().hash(challenge).u64(nonce).sha256();
    }

    @Override
    public ShareCheck check(Hash32 challenge, ShareTarget target) {
        return new Check(challenge, target);
    }

    /** No allocation per trial; the JDK's compression function is an intrinsic of the VM. */
    private static final class Check implements ShareCheck {

        private final MessageDigest sha256 = HashInput.newSha256();
        private final byte[] message = new byte[MESSAGE_BYTES];
        private final byte[] trial = new byte[Hash32.BYTES];
        private final ShareTarget target;

        Check(Hash32 challenge, ShareTarget target) {
            this.target = target;
            challenge.copyTo(message, 0);
        }

        @Override
        public boolean isShare(long nonce) {
            ByteArrays.LONG.set(message, Hash32.BYTES, nonce);
            sha256.update(message, 0, MESSAGE_BYTES);
            try {
                sha256.digest(trial, 0, Hash32.BYTES);
            } catch (DigestException e) {
                throw new IllegalStateException("32 bytes hold a SHA-256 value", e);
            }
            return target.admits(trial);
        }
    }
}
