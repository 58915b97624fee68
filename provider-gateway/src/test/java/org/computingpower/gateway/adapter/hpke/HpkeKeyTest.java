package org.computingpower.gateway.adapter.hpke;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.junit.jupiter.api.Test;

class HpkeKeyTest {
    private static final byte[] PLAINTEXT = "x,y\n1,2\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] AAD = new byte[64];

    private final HpkeKey key = new HpkeKey(Digests.keccak256OfText("hpke"));

    @Test
    void opensWhatWasSealedToIt() throws Exception {
        HPKEContextWithEncapsulation sender = sender(key.publicKey());
        byte[] ciphertext = sender.seal(AAD, PLAINTEXT);

        assertThat(key.open(sender.getEncapsulation(), AAD, ciphertext)).hasValue(PLAINTEXT);
    }

    @Test
    void opensNothingThatWasChanged() throws Exception {
        HPKEContextWithEncapsulation sender = sender(key.publicKey());
        byte[] ciphertext = sender.seal(AAD, PLAINTEXT);
        byte[] encapsulation = sender.getEncapsulation();
        byte[] otherAad = AAD.clone();
        otherAad[0] = 1;

        for (int i = 0; i < ciphertext.length; i++) {
            byte[] changed = ciphertext.clone();
            changed[i] ^= 1;
            assertThat(key.open(encapsulation, AAD, changed)).isEmpty();
        }
        assertThat(key.open(encapsulation, otherAad, ciphertext)).isEmpty();
        assertThat(key.open(new byte[32], AAD, ciphertext)).isEmpty();
        assertThat(key.open(new byte[31], AAD, ciphertext)).isEmpty();
        assertThat(key.open(encapsulation, AAD, new byte[3])).isEmpty();
        assertThat(key.open(new byte[0], AAD, new byte[0])).isEmpty();
    }

    @Test
    void opensNothingForAnotherKey() throws Exception {
        HPKEContextWithEncapsulation sender = sender(key.publicKey());
        byte[] ciphertext = sender.seal(AAD, PLAINTEXT);

        assertThat(new HpkeKey(Digests.keccak256OfText("other")).open(sender.getEncapsulation(), AAD, ciphertext))
                .isEmpty();
    }

    private static HPKEContextWithEncapsulation sender(Bytes32 publicKey) {
        HPKE hpke = new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
        return hpke.setupBaseS(new X25519PublicKeyParameters(publicKey.toArray(), 0), new byte[0]);
    }
}
