package org.computingpower.terms;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.crypto.digests.KeccakDigest;

/** The two hash functions of the market: Keccak-256 for what contracts check, SHA-256 for everything else. */
public final class Digests {

    private static final int TAG_LENGTH = 16;

    private Digests() {}

    /** Keccak-256 (the one of Ethereum, not FIPS 202) of the parts put together. */
    public static Bytes32 keccak256(byte[]... parts) {
        KeccakDigest keccak = new KeccakDigest(256);
        for (byte[] part : parts) {
            keccak.update(part, 0, part.length);
        }
        byte[] hash = new byte[Bytes32.LENGTH];
        keccak.doFinal(hash, 0);
        return Bytes32.of(hash);
    }

    /** Keccak-256 of a text's UTF-8 bytes, the form of {@code detailHash}, {@code reasonHash} and {@code reasonsHash}. */
    public static Bytes32 keccak256OfText(String text) {
        return keccak256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** SHA-256 of the parts put together. */
    public static Bytes32 sha256(byte[]... parts) {
        MessageDigest sha256 = newSha256();
        for (byte[] part : parts) {
            sha256.update(part);
        }
        return Bytes32.of(sha256.digest());
    }

    /**
     * A domain tag of the market's own hashes: ASCII, zero-padded to 16 bytes.
     *
     * @throws IllegalArgumentException if the text is empty or longer than 16 characters
     */
    public static byte[] tag(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        if (ascii.length == 0 || ascii.length > TAG_LENGTH) {
            throw new IllegalArgumentException("A tag has 1 to 16 characters. Found " + ascii.length);
        }
        byte[] tag = new byte[TAG_LENGTH];
        System.arraycopy(ascii, 0, tag, 0, ascii.length);
        return tag;
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
