package org.computingpower.sgx.dcap.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.util.BigIntegers;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.WycheproofCase;
import org.junit.jupiter.api.Test;

/** This library's arithmetic, BouncyCastle's and the JDK's (SunEC) must give one answer to every input. */
class P256AgreementTest {
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256r1");
    private static final ECDomainParameters DOMAIN =
            new ECDomainParameters(CURVE.getCurve(), CURVE.getG(), CURVE.getN(), CURVE.getH());
    private static final BigInteger N = DOMAIN.getN();
    private static final BigInteger ZERO_HASH = BigInteger.ZERO;

    private final Random random = new Random(20_261_122);

    /**
     * One input.
     *
     * @param x abscissa of the key
     * @param y ordinate of the key
     * @param hash what is signed, below 2^256
     * @param r first integer
     * @param s second integer
     */
    private record Input(BigInteger x, BigInteger y, BigInteger hash, BigInteger r, BigInteger s) {
        boolean isVerifiedBy(P256Implementation implementation) {
            return implementation.verifierOf(x, y).orElseThrow().verifies(bytes(hash), r, s);
        }

        /** The JDK takes only integers of 32 bytes here; no caller of it gives others. */
        boolean isVerifiedByJdk() throws GeneralSecurityException {
            Signature verifier = Signature.getInstance("NONEwithECDSAinP1363Format", "SunEC");
            verifier.initVerify(jdkKey(x, y));
            verifier.update(bytes(hash));
            byte[] rs = Arrays.copyOf(bytes(r), 64);
            System.arraycopy(bytes(s), 0, rs, 32, 32);
            return verifier.verify(rs);
        }
    }

    private static byte[] bytes(BigInteger number) {
        return BigIntegers.asUnsignedByteArray(32, number);
    }

    private static PublicKey jdkKey(BigInteger x, BigInteger y) throws GeneralSecurityException {
        java.security.AlgorithmParameters parameters = java.security.AlgorithmParameters.getInstance("EC", "SunEC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        ECParameterSpec spec = parameters.getParameterSpec(ECParameterSpec.class);
        PublicKey key =
                KeyFactory.getInstance("EC", "SunEC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), spec));
        assertThat(key).isInstanceOf(ECPublicKey.class);
        return key;
    }

    private static void assertAllSay(boolean expected, Input input) throws GeneralSecurityException {
        assertThat(input.isVerifiedBy(P256Implementation.LIBRARY))
                .as("library: %s", input)
                .isEqualTo(expected);
        assertThat(input.isVerifiedBy(P256Implementation.BOUNCY_CASTLE))
                .as("BouncyCastle: %s", input)
                .isEqualTo(expected);
        assertThat(input.isVerifiedByJdk()).as("JDK: %s", input).isEqualTo(expected);
    }

    private static Input signed(BigInteger privateKey, BigInteger hash) {
        org.bouncycastle.math.ec.ECPoint key =
                DOMAIN.getG().multiply(privateKey).normalize();
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(privateKey, DOMAIN));
        BigInteger[] rs = signer.generateSignature(bytes(hash));
        return new Input(
                key.getAffineXCoord().toBigInteger(), key.getAffineYCoord().toBigInteger(), hash, rs[0], rs[1]);
    }

    @Test
    void agreesOnRandomSignaturesAndOnEachOfThemWithOneBitChanged() throws GeneralSecurityException {
        for (int i = 0; i < 150; i++) {
            BigInteger privateKey = new BigInteger(250, random).add(BigInteger.ONE);
            Input input = signed(privateKey, new BigInteger(256, random));
            int bit = random.nextInt(255);

            assertAllSay(true, input);
            assertAllSay(false, new Input(input.x(), input.y(), input.hash().flipBit(bit), input.r(), input.s()));
            assertAllSay(
                    false,
                    new Input(input.x(), input.y(), input.hash(), input.r().flipBit(bit), input.s()));
            assertAllSay(
                    false,
                    new Input(
                            input.x(),
                            input.y(),
                            input.hash(),
                            input.r(),
                            input.s().flipBit(bit)));
        }
    }

    /** The fast two against each other, over thousands more. */
    @Test
    void agreesWithBouncyCastleOnThousandsOfRandomInputs() {
        for (int i = 0; i < 2_000; i++) {
            Input input = signed(new BigInteger(250, random).add(BigInteger.ONE), new BigInteger(256, random));
            Input used = i % 2 == 0
                    ? input
                    : new Input(
                            input.x(),
                            input.y(),
                            input.hash(),
                            input.s(),
                            input.r().shiftRight(i % 250));

            assertThat(used.isVerifiedBy(P256Implementation.LIBRARY))
                    .isEqualTo(used.isVerifiedBy(P256Implementation.BOUNCY_CASTLE))
                    .isEqualTo(i % 2 == 0);
        }
    }

    /** Private keys near zero and n make the key a small multiple of the generator, so that sums meet their addends. */
    @Test
    void agreesOnKeysNextToTheGeneratorAndOnSpecialHashes() throws GeneralSecurityException {
        List<BigInteger> hashes = List.of(
                ZERO_HASH,
                BigInteger.ONE,
                N.subtract(BigInteger.ONE),
                N,
                N.add(BigInteger.ONE),
                BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE));
        for (int distance = 1; distance <= 8; distance++) {
            for (BigInteger privateKey :
                    List.of(BigInteger.valueOf(distance), N.subtract(BigInteger.valueOf(distance)))) {
                for (BigInteger hash : hashes) {
                    Input input = signed(privateKey, hash);
                    BigInteger otherS = N.subtract(input.s());

                    assertAllSay(true, input);
                    assertAllSay(true, new Input(input.x(), input.y(), hash, input.r(), otherS));
                    assertAllSay(false, new Input(input.x(), input.y(), hash, input.s(), input.r()));
                }
            }
        }
    }

    @Test
    void refusesIntegersThatAreNotFromOneToTheOrder() throws GeneralSecurityException {
        Input good = signed(BigInteger.valueOf(4711), new BigInteger(256, random));
        BigInteger highest = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
        for (BigInteger wrong :
                List.of(BigInteger.ZERO, N, N.subtract(BigInteger.ONE), N.add(BigInteger.ONE), highest)) {
            assertAllSay(false, new Input(good.x(), good.y(), good.hash(), wrong, good.s()));
            assertAllSay(false, new Input(good.x(), good.y(), good.hash(), good.r(), wrong));
            assertAllSay(false, new Input(good.x(), good.y(), good.hash(), wrong, wrong));
        }
        for (P256Implementation implementation : P256Implementation.values()) {
            for (BigInteger other :
                    List.of(good.r().add(N), good.r().negate(), good.r().subtract(N))) {
                assertThat(new Input(good.x(), good.y(), good.hash(), other, good.s()).isVerifiedBy(implementation))
                        .isFalse();
            }
            for (BigInteger other :
                    List.of(good.s().add(N), good.s().negate(), good.s().subtract(N))) {
                assertThat(new Input(good.x(), good.y(), good.hash(), good.r(), other).isVerifiedBy(implementation))
                        .isFalse();
            }
        }
    }

    /** With hash h = -r d the sum is h/s G + r/s d G = infinity, whatever s is. */
    @Test
    void refusesASumAtInfinity() throws GeneralSecurityException {
        BigInteger privateKey = BigInteger.valueOf(815);
        Input good = signed(privateKey, BigInteger.TEN);
        BigInteger cancelling = good.r().multiply(privateKey).negate().mod(N);

        assertAllSay(false, new Input(good.x(), good.y(), cancelling, good.r(), good.s()));
        assertAllSay(false, new Input(good.x(), good.y(), cancelling, good.r(), BigInteger.ONE));
    }

    /**
     * The sum's x may lie between n and p: then r is x - n, and r is right though r is not x. Hardly any signature is
     * like that, so the key is computed for such an x: from R = u G + v Q follows Q = (R - u G) / v.
     */
    @Test
    void acceptsAnAbscissaAboveTheOrder() throws GeneralSecurityException {
        int found = 0;
        for (int distance = 0; found < 4; distance++) {
            BigInteger abscissa = N.add(BigInteger.valueOf(distance));
            org.bouncycastle.math.ec.ECPoint point = pointWithAbscissa(abscissa);
            if (point == null || distance == 0) {
                continue;
            }
            found++;
            BigInteger u = new BigInteger(250, random);
            BigInteger v = new BigInteger(250, random).setBit(0);
            org.bouncycastle.math.ec.ECPoint key = point.subtract(DOMAIN.getG().multiply(u))
                    .multiply(v.modInverse(N))
                    .normalize();
            BigInteger r = BigInteger.valueOf(distance);
            BigInteger s = r.multiply(v.modInverse(N)).mod(N);
            Input input = new Input(
                    key.getAffineXCoord().toBigInteger(),
                    key.getAffineYCoord().toBigInteger(),
                    u.multiply(s).mod(N),
                    r,
                    s);

            assertAllSay(true, input);
            assertAllSay(false, new Input(input.x(), input.y(), input.hash(), r.add(BigInteger.ONE), s));
        }
    }

    private static org.bouncycastle.math.ec.@org.jspecify.annotations.Nullable ECPoint pointWithAbscissa(
            BigInteger abscissa) {
        byte[] compressed = new byte[33];
        compressed[0] = 2;
        System.arraycopy(bytes(abscissa), 0, compressed, 1, 32);
        try {
            return CURVE.getCurve().decodePoint(compressed);
        } catch (IllegalArgumentException noPointThere) {
            return null;
        }
    }

    @Test
    void decidesWycheproofsCasesAsThatProjectDoes() throws GeneralSecurityException {
        List<String> wrong = new ArrayList<>();
        for (WycheproofCase wycheproof : WycheproofCase.read("p1363.txt")) {
            for (P256Implementation implementation : P256Implementation.values()) {
                P256PublicKey key =
                        P256PublicKey.ofRaw(wycheproof.key(), implementation).orElseThrow();
                if (key.verifiesRaw(wycheproof.message(), wycheproof.signature()) != wycheproof.isValid()) {
                    wrong.add(implementation + " " + wycheproof);
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(WycheproofCase.read("p1363.txt")).hasSize(262);
    }

    @Test
    void takesPointsOfTheCurveAsKeysAndNothingElse() {
        Bytes key = WycheproofCase.read("p1363.txt").getFirst().key();
        byte[] offCurve = key.toByteArray();
        offCurve[63] ^= 1;
        byte[] tooLarge = new byte[64];
        Arrays.fill(tooLarge, (byte) 0xff);
        for (P256Implementation implementation : P256Implementation.values()) {
            assertThat(P256PublicKey.ofRaw(key, implementation).orElseThrow().raw())
                    .isEqualTo(key);
            assertThat(P256PublicKey.ofRaw(Bytes.copyOf(offCurve), implementation))
                    .isEmpty();
            assertThat(P256PublicKey.ofRaw(Bytes.copyOf(new byte[64]), implementation))
                    .isEmpty();
            assertThat(P256PublicKey.ofRaw(Bytes.copyOf(tooLarge), implementation))
                    .isEmpty();
            assertThat(P256PublicKey.ofRaw(key.slice(0, 63), implementation)).isEmpty();
        }
    }

    @Test
    void keepsItsAnswersWhileAKeyIsUsedAgain() {
        Input good = signed(BigInteger.valueOf(4711), new BigInteger(256, random));
        P256Implementation.Verifier verifier =
                P256Implementation.BY_USE.verifierOf(good.x(), good.y()).orElseThrow();

        for (int use = 0; use < 3 * ByUseVerifier.FIRST_USES; use++) {
            assertThat(verifier.verifies(bytes(good.hash()), good.r(), good.s()))
                    .isTrue();
            assertThat(verifier.verifies(bytes(good.hash()), good.s(), good.r()))
                    .isFalse();
        }
    }

    @Test
    void goesByUseUnlessAnImplementationIsNamed() {
        assertThat(P256Implementation.selected()).isEqualTo(P256Implementation.BY_USE);
        assertThat(P256Implementation.named("bouncy_castle")).isEqualTo(P256Implementation.BOUNCY_CASTLE);
        assertThat(P256Implementation.named("library")).isEqualTo(P256Implementation.LIBRARY);
        assertThatThrownBy(() -> P256Implementation.named("none")).isInstanceOf(IllegalArgumentException.class);
    }
}
