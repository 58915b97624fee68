package org.computingpower.terms.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.Signature;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Sign;

class Secp256k1Test {

    private static final Bytes32 DIGEST = Digests.keccak256OfText("statement");
    private final SigningKey key = SigningKey.of(Digests.sha256(new byte[] {1}));

    @Test
    void recoversTheSignerAndNobodyElse() {
        Signature signature = key.sign(DIGEST);
        SigningKey foreign = SigningKey.of(Digests.sha256(new byte[] {2}));
        assertThat(Secp256k1.recover(DIGEST, signature)).contains(key.verifyingKey());
        assertThat(Secp256k1.recoverAddress(DIGEST, signature)).contains(key.address());
        assertThat(Secp256k1.verify(key.verifyingKey(), DIGEST, signature)).isTrue();
        assertThat(Secp256k1.verify(foreign.verifyingKey(), DIGEST, signature)).isFalse();
        assertThat(Secp256k1.verify(key.verifyingKey(), Digests.keccak256OfText("other"), signature))
                .isFalse();
    }

    @Test
    void refusesTheOtherV() {
        Signature signature = key.sign(DIGEST);
        Signature flipped = new Signature(signature.r(), signature.s(), signature.v() == 27 ? 28 : 27);
        assertThat(Secp256k1.verify(key.verifyingKey(), DIGEST, flipped)).isFalse();
    }

    @Test
    void isEmptyForAPointOffTheCurve() {
        // x = 5 is on no point of secp256k1.
        byte[] five = new byte[32];
        five[31] = 5;
        Bytes32 one = Bytes32.of(BigInteger.ONE.shiftLeft(248).toByteArray());
        assertThat(Secp256k1.recover(DIGEST, new Signature(Bytes32.of(five), one, 27)))
                .isEmpty();
        assertThat(new VerifyingKey(Bytes32.of(five), Bytes32.ZERO).isOnCurve()).isFalse();
        assertThat(key.verifyingKey().isOnCurve()).isTrue();
    }

    @Test
    void agreesWithWeb3jOnKeysAddressesAndSignatures() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 32; i++) {
            byte[] secret = new byte[32];
            random.nextBytes(secret);
            byte[] digest = new byte[32];
            random.nextBytes(digest);
            SigningKey ours = SigningKey.of(Bytes32.of(secret));
            ECKeyPair theirs = ECKeyPair.create(secret);
            Sign.SignatureData expected = Sign.signMessage(digest, theirs, false);
            Signature signature = ours.sign(Bytes32.of(digest));
            assertThat(signature.r().toArray()).isEqualTo(expected.getR());
            assertThat(signature.s().toArray()).isEqualTo(expected.getS());
            assertThat(signature.v()).isEqualTo(expected.getV()[0]);
            assertThat(new BigInteger(1, ours.verifyingKey().toArray())).isEqualTo(theirs.getPublicKey());
            assertThat(ours.address()).hasToString("0x" + org.web3j.crypto.Keys.getAddress(theirs.getPublicKey()));
            assertThat(Secp256k1.recoverAddress(Bytes32.of(digest), signature)).contains(ours.address());
        }
    }

    @Test
    void computesAddressAndNodeIdOfAKnownKey() {
        // The first account of every development chain.
        SigningKey first =
                SigningKey.of(Bytes32.parse("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"));
        assertThat(first.address()).isEqualTo(Address.parse("0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266"));
        byte[] tag = Arrays.copyOf("CPP/node/v1".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 16);
        assertThat(first.nodeId().value())
                .isEqualTo(Digests.sha256(tag, first.verifyingKey().toArray()));
        assertThat(VerifyingKey.parse(first.verifyingKey().toString())).isEqualTo(first.verifyingKey());
    }

    @Test
    void generatesKeysInRangeAndHidesThem() {
        SigningKey fresh = SigningKey.generate(new SecureRandom());
        assertThat(SigningKey.of(fresh.dangerousSecretBytes()).address()).isEqualTo(fresh.address());
        assertThat(fresh.toString())
                .doesNotContain(fresh.dangerousSecretBytes().toString().substring(2));
        assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.of(Bytes32.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKey.of(
                        Bytes32.parse("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")));
    }
}
