package org.computingpower.sgx.dcap.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.computingpower.sgx.dcap.Bytes;

/** SHA-256 of the JDK, which uses the processor's SHA instructions. */
public final class Sha256 {
    private Sha256() {}

    /** The digest of the concatenation of {@code parts}. */
    public static byte[] digest(Bytes... parts) {
        MessageDigest digest = create();
        for (Bytes part : parts) {
            part.updateInto(digest);
        }
        return digest.digest();
    }

    /** As {@link #digest(Bytes...)}, as an immutable value. */
    public static Bytes of(Bytes... parts) {
        return Bytes.copyOf(digest(parts));
    }

    private static MessageDigest create() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
