package org.computingpower.terms.key;

import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECMultiplier;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Signature;

/** BouncyCastle, on every system. */
record BouncyCastleSecp256k1() implements Secp256k1Implementation {

    /** BouncyCastle's own curve class with its endomorphism: several times faster than the generic one. */
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");

    static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);

    private static final BigInteger N = CURVE.getN();
    private static final BigInteger HALF_N = N.shiftRight(1);
    private static final byte COMPRESSED_EVEN = 2;
    private static final byte COMPRESSED_ODD = 3;
    private static final int EVEN_V = 27;
    private static final int ODD_V = 28;

    @Override
    public String title() {
        return "BouncyCastle";
    }

    @Override
    public Optional<VerifyingKey> recover(Bytes32 digest, Signature signature) {
        byte[] compressed = new byte[1 + Bytes32.LENGTH];
        compressed[0] = signature.hasOddY() ? COMPRESSED_ODD : COMPRESSED_EVEN;
        System.arraycopy(signature.r().toArray(), 0, compressed, 1, Bytes32.LENGTH);
        ECPoint point;
        try {
            point = CURVE.getCurve().decodePoint(compressed);
        } catch (IllegalArgumentException notOnCurve) {
            return Optional.empty();
        }
        // SEC 1, section 4.1.6: Q = r^-1 (s R - e G).
        BigInteger inverse = BigIntegers.modOddInverseVar(N, signature.rValue());
        BigInteger e = new BigInteger(1, digest.toArray()).mod(N);
        BigInteger ofGenerator = N.subtract(e).multiply(inverse).mod(N);
        BigInteger ofPoint = signature.sValue().multiply(inverse).mod(N);
        ECPoint key = ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), ofGenerator, point, ofPoint)
                .normalize();
        return key.isInfinity() ? Optional.empty() : Optional.of(VerifyingKey.of(key));
    }

    @Override
    public Signature sign(Bytes32 secret, VerifyingKey key, Bytes32 digest) {
        RememberingSigner signer = new RememberingSigner();
        signer.init(true, new ECPrivateKeyParameters(new BigInteger(1, secret.toArray()), DOMAIN));
        BigInteger[] signed = signer.generateSignature(digest.toArray());
        ECPoint point = signer.lastPoint.normalize();
        if (!point.getAffineXCoord().toBigInteger().equals(signed[0])) {
            // Only an x of at least the group order (probability 2^-128) is not r.
            throw new IllegalStateException("No recoverable signature for this digest");
        }
        boolean isHigh = signed[1].compareTo(HALF_N) > 0; // -s belongs to -R, whose y has the other parity
        boolean hasOddY = point.getAffineYCoord().testBitZero() != isHigh;
        return new Signature(
                Bytes32.of(BigIntegers.asUnsignedByteArray(Bytes32.LENGTH, signed[0])),
                Bytes32.of(BigIntegers.asUnsignedByteArray(Bytes32.LENGTH, isHigh ? N.subtract(signed[1]) : signed[1])),
                hasOddY ? ODD_V : EVEN_V);
    }

    /** Remembers R, whose parity is v: to find v by recovery costs more than the signature. For one signature. */
    private static final class RememberingSigner extends ECDSASigner {
        private ECPoint lastPoint = DOMAIN.getG();

        RememberingSigner() {
            super(new HMacDSAKCalculator(new SHA256Digest()));
        }

        @Override
        protected ECMultiplier createBasePointMultiplier() {
            ECMultiplier comb = new FixedPointCombMultiplier();
            return (generator, scalar) -> {
                lastPoint = comb.multiply(generator, scalar);
                return lastPoint;
            };
        }
    }
}
