package org.computingpower.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.signed.DataProtection;
import org.junit.jupiter.api.Test;

final class SealedDataTest {
    private static final OrderId ORDER = new OrderId(Digests.keccak256OfText("order"));
    private static final Bytes32 QUOTE = Digests.keccak256OfText("quote");
    private static final byte[] PLAINTEXT = "my data".getBytes(StandardCharsets.UTF_8);

    private final X25519PrivateKeyParameters secret = new X25519PrivateKeyParameters(new SecureRandom());

    private byte[] open(SealedData sealed, OrderId orderId, Bytes32 quoteHash) throws InvalidCipherTextException {
        HPKE hpke = new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
        AsymmetricCipherKeyPair pair = new AsymmetricCipherKeyPair(secret.generatePublicKey(), secret);
        return hpke.setupBaseR(sealed.encapsulation(), pair, new byte[0])
                .open(SealedData.associatedData(orderId, quoteHash), sealed.ciphertext());
    }

    private SealedData seal() {
        Bytes32 key = Bytes32.of(secret.generatePublicKey().getEncoded());
        return SealedData.seal(PLAINTEXT, key, ORDER, QUOTE);
    }

    @Test
    void opensForTheEnclaveOfThisOrderAndQuoteOnly() throws Exception {
        SealedData sealed = seal();

        assertThat(open(sealed, ORDER, QUOTE)).isEqualTo(PLAINTEXT);
        assertThat(sealed.encapsulation()).hasSize(32);
        assertThat(sealed.ciphertext()).hasSize(PLAINTEXT.length + 16);
        assertThatThrownBy(() -> open(sealed, new OrderId(QUOTE), QUOTE))
                .isInstanceOf(InvalidCipherTextException.class);
        assertThatThrownBy(() -> open(sealed, ORDER, ORDER.value())).isInstanceOf(InvalidCipherTextException.class);
    }

    @Test
    void signsTheHashOfTheCiphertextWithItsTag() {
        SealedData sealed = seal();

        assertThat(sealed.manifest(ORDER, QUOTE, 3).ciphertextSha256()).isEqualTo(Digests.sha256(sealed.ciphertext()));
        assertThat(sealed.manifest(ORDER, QUOTE, 3).seq()).isEqualTo(3);
    }

    @Test
    void asksForEveryWeakerProtectionByName() {
        assertThat(ProtectionRule.mayBeSent(DataProtection.WORKLOAD_TEE, Optional.empty()))
                .isTrue();
        assertThat(ProtectionRule.mayBeSent(DataProtection.GATEWAY_ENCLAVE, Optional.empty()))
                .isFalse();
        assertThat(ProtectionRule.mayBeSent(
                        DataProtection.GATEWAY_ENCLAVE, Optional.of(DataProtection.GATEWAY_ENCLAVE)))
                .isTrue();
        assertThat(ProtectionRule.mayBeSent(DataProtection.SIMULATED, Optional.of(DataProtection.GATEWAY_ENCLAVE)))
                .isFalse();
        assertThat(ProtectionRule.mayBeSent(DataProtection.GATEWAY_ENCLAVE, Optional.of(DataProtection.SIMULATED)))
                .isTrue();
    }

    @Test
    void countsEverythingUnderASimulatedRootAsSimulated() {
        assertThat(ProtectionRule.effective(DataProtection.WORKLOAD_TEE, "SIMULATED"))
                .isEqualTo(DataProtection.SIMULATED);
        assertThat(ProtectionRule.effective(DataProtection.WORKLOAD_TEE, "INTEL"))
                .isEqualTo(DataProtection.WORKLOAD_TEE);
    }
}
