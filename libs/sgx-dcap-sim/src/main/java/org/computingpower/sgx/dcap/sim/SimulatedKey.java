package org.computingpower.sgx.dcap.sim;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.crypto.Sha256;

/**
 * A P-256 key that follows from a seed and a label. Signatures are those of RFC 6979, so that the same seed makes the
 * same certificates, collateral and quotes byte for byte.
 */
final class SimulatedKey {
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256r1");
    private static final ECDomainParameters DOMAIN =
            new ECDomainParameters(CURVE.getCurve(), CURVE.getG(), CURVE.getN(), CURVE.getH());
    private static final int COORDINATE_LENGTH = 32;

    private final ECPrivateKeyParameters privateKey;
    private final byte[] uncompressedPoint;

    private SimulatedKey(BigInteger scalar) {
        this.privateKey = new ECPrivateKeyParameters(scalar, DOMAIN);
        this.uncompressedPoint = new FixedPointCombMultiplier()
                .multiply(DOMAIN.getG(), scalar)
                .normalize()
                .getEncoded(false);
    }

    /** The key of {@code label}; labels are ASCII and each key has its own. */
    static SimulatedKey derive(Bytes seed, String label) {
        Bytes tag = ascii("SIMULATED key " + label);
        // 512 bits reduced modulo n - 1 are uniform for every practical purpose.
        Bytes high = Sha256.of(seed, tag, ascii("/0"));
        Bytes low = Sha256.of(seed, tag, ascii("/1"));
        BigInteger wide = new BigInteger(1, high.toByteArray()).shiftLeft(256).or(new BigInteger(1, low.toByteArray()));
        return new SimulatedKey(wide.mod(DOMAIN.getN().subtract(BigInteger.ONE)).add(BigInteger.ONE));
    }

    private static Bytes ascii(String text) {
        return Bytes.copyOf(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** x and y, 32 bytes big-endian each. */
    Bytes rawPublicKey() {
        return Bytes.copyOf(uncompressedPoint).slice(1, 2 * COORDINATE_LENGTH);
    }

    SubjectPublicKeyInfo publicKeyInfo() {
        AlgorithmIdentifier algorithm =
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp256r1);
        return new SubjectPublicKeyInfo(algorithm, uncompressedPoint);
    }

    /** The two integers of a signature over the SHA-256 of {@code message}. */
    BigInteger[] sign(Bytes message) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, privateKey);
        return signer.generateSignature(Sha256.digest(message));
    }

    /** r and s, 32 bytes big-endian each. */
    byte[] signRaw(byte[] message) {
        BigInteger[] rs = sign(Bytes.copyOf(message));
        byte[] raw = new byte[2 * COORDINATE_LENGTH];
        BigIntegers.asUnsignedByteArray(rs[0], raw, 0, COORDINATE_LENGTH);
        BigIntegers.asUnsignedByteArray(rs[1], raw, COORDINATE_LENGTH, COORDINATE_LENGTH);
        return raw;
    }
}
