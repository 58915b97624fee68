package org.computingpower.gateway.adapter.hpke;

import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.computingpower.gateway.application.user.DataOpener;
import org.computingpower.terms.Bytes32;

/**
 * Opens what was sealed to this node: RFC 9180, base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, empty
 * info. The private key never leaves this object.
 */
public final class HpkeKey implements DataOpener {
    private static final byte[] NO_INFO = {};

    private final AsymmetricCipherKeyPair keyPair;
    private final Bytes32 publicKey;

    /** The key of 32 secret bytes. */
    public HpkeKey(Bytes32 privateKey) {
        X25519PrivateKeyParameters secret = new X25519PrivateKeyParameters(privateKey.toArray(), 0);
        X25519PublicKeyParameters open = secret.generatePublicKey();
        this.keyPair = new AsymmetricCipherKeyPair(open, secret);
        this.publicKey = Bytes32.of(open.getEncoded());
    }

    /** The 32 bytes that users seal to. */
    public Bytes32 publicKey() {
        return publicKey;
    }

    @Override
    public Optional<byte[]> open(byte[] encapsulation, byte[] aad, byte[] ciphertext) {
        HPKE hpke = new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
        try {
            return Optional.of(hpke.setupBaseR(encapsulation, keyPair, NO_INFO).open(aad, ciphertext));
        } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException notOurs) {
            // A stranger's bytes: wrong length, a small-order point, or a tag that does not match.
            return Optional.empty();
        }
    }
}
