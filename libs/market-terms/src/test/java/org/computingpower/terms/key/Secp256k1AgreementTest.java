package org.computingpower.terms.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.Signature;
import org.junit.jupiter.api.Test;

/** libsecp256k1 and BouncyCastle are two implementations of one function; every input has to show it. */
class Secp256k1AgreementTest {

    private static final BigInteger N = BouncyCastleSecp256k1.DOMAIN.getN();
    private static final Secp256k1Implementation NATIVE = Secp256k1Implementation.named("libsecp256k1");
    private static final Secp256k1Implementation JAVA = Secp256k1Implementation.named("bouncy_castle");

    private final Random random = new Random(20261128);

    private Bytes32 randomBytes() {
        byte[] bytes = new byte[Bytes32.LENGTH];
        random.nextBytes(bytes);
        return Bytes32.of(bytes);
    }

    private static Bytes32 bytes(BigInteger number) {
        return Bytes32.of(BigIntegers.asUnsignedByteArray(Bytes32.LENGTH, number));
    }

    /** Digests at and around 0 and n, which ECDSA reduces modulo n. */
    private static List<Bytes32> cornerDigests() {
        BigInteger top = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
        return List.of(
                Bytes32.ZERO,
                bytes(BigInteger.ONE),
                bytes(N.subtract(BigInteger.ONE)),
                bytes(N),
                bytes(N.add(BigInteger.ONE)),
                bytes(top));
    }

    @Test
    void signWithTheSameBytes() {
        List<Bytes32> digests = new ArrayList<>(cornerDigests());
        for (int i = 0; i < 300; i++) {
            digests.add(randomBytes());
        }
        List<Bytes32> secrets =
                List.of(bytes(BigInteger.ONE), bytes(N.subtract(BigInteger.ONE)), randomBytes(), randomBytes());
        for (Bytes32 secret : secrets) {
            VerifyingKey key = SigningKey.of(secret).verifyingKey();
            for (Bytes32 digest : digests) {
                Signature signature = NATIVE.sign(secret, key, digest);
                assertThat(signature).isEqualTo(JAVA.sign(secret, key, digest));
                assertThat(NATIVE.recover(digest, signature)).contains(key);
                assertThat(JAVA.recover(digest, signature)).contains(key);
            }
        }
    }

    @Test
    void recoverTheSameKeyOrNoneOfArbitrarySignatures() {
        int ofSomeKey = 0;
        for (int i = 0; i < 600; i++) {
            BigInteger r = new BigInteger(1, randomBytes().toArray())
                    .mod(N.subtract(BigInteger.ONE))
                    .add(BigInteger.ONE);
            BigInteger s = new BigInteger(1, randomBytes().toArray())
                    .mod(N.shiftRight(1))
                    .add(BigInteger.ONE);
            if (i % 3 == 0) {
                r = BigInteger.valueOf(1 + i); // small x, also of no point
            }
            Signature signature = new Signature(bytes(r), bytes(s), 27 + i % 2);
            Bytes32 digest = i % 5 == 0 ? cornerDigests().get(i % 6) : randomBytes();
            assertThat(NATIVE.recover(digest, signature)).isEqualTo(JAVA.recover(digest, signature));
            ofSomeKey += NATIVE.recover(digest, signature).isPresent() ? 1 : 0;
        }
        assertThat(ofSomeKey).isBetween(200, 400); // about half of all x are of a point
    }

    /** s·R = e·G has the point at infinity for a key: R = k·G with s = e / k. */
    @Test
    void findNoKeyAtInfinity() {
        BigInteger k = BigInteger.valueOf(5);
        ECPoint point = BouncyCastleSecp256k1.DOMAIN.getG().multiply(k).normalize();
        BigInteger s = BigInteger.valueOf(77);
        Bytes32 digest = bytes(s.multiply(k).mod(N));
        Signature signature = new Signature(
                bytes(point.getAffineXCoord().toBigInteger()),
                bytes(s),
                point.getAffineYCoord().testBitZero() ? 28 : 27);
        assertThat(NATIVE.recover(digest, signature)).isEmpty();
        assertThat(JAVA.recover(digest, signature)).isEmpty();
    }

    @Test
    void areChosenByName() {
        assertThat(Secp256k1Implementation.named("auto").title()).isEqualTo("libsecp256k1");
        assertThat(Secp256k1Implementation.named("BOUNCY_CASTLE").title()).isEqualTo("BouncyCastle");
        assertThatIllegalArgumentException().isThrownBy(() -> Secp256k1Implementation.named("openssl"));
    }

    @Test
    void signOnlyWithTheKeyThatBelongsToTheSecret() {
        VerifyingKey foreign = SigningKey.of(randomBytes()).verifyingKey();
        assertThatThrownBy(() -> NATIVE.sign(randomBytes(), foreign, Digests.keccak256OfText("x")))
                .isInstanceOf(IllegalStateException.class);
    }
}
