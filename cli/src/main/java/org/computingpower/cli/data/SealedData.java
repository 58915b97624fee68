package org.computingpower.cli.data;

import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.signed.DataManifest;

/**
 * Data sealed to the HPKE key of an attested enclave (RFC 9180, base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256,
 * AES-256-GCM, empty info). The order and the quote are authenticated with it, so it opens nowhere else.
 *
 * @param encapsulation encapsulated key
 * @param ciphertext with its tag
 */
@SuppressWarnings("ArrayRecordComponent") // Lives for one call.
public record SealedData(byte[] encapsulation, byte[] ciphertext) {
    private static final byte[] NO_INFO = {};

    /** Seals {@code plaintext} to a key that was proven by the quote. */
    public static SealedData seal(byte[] plaintext, Bytes32 hpkePublicKey, OrderId orderId, Bytes32 quoteHash) {
        HPKE hpke = new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
        HPKEContextWithEncapsulation context =
                hpke.setupBaseS(new X25519PublicKeyParameters(hpkePublicKey.toArray(), 0), NO_INFO);
        try {
            byte[] ciphertext = context.seal(associatedData(orderId, quoteHash), plaintext);
            return new SealedData(context.getEncapsulation(), ciphertext);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("Sealing cannot fail", e);
        }
    }

    /** {@code orderId ‖ quoteHash}. */
    public static byte[] associatedData(OrderId orderId, Bytes32 quoteHash) {
        byte[] data = Arrays.copyOf(orderId.value().toArray(), 2 * Bytes32.LENGTH);
        System.arraycopy(quoteHash.toArray(), 0, data, Bytes32.LENGTH, Bytes32.LENGTH);
        return data;
    }

    /** What the user signs with it. */
    public DataManifest manifest(OrderId orderId, Bytes32 quoteHash, long seq) {
        return new DataManifest(orderId, quoteHash, seq, Digests.sha256(ciphertext));
    }
}
