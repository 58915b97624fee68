package org.computingpower.terms.key;

import static org.computingpower.terms.key.BouncyCastleSecp256k1.DOMAIN;

import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.Signature;

/**
 * A secp256k1 private key of a wallet, node or validator. It signs 32-byte digests only, always the same way for the
 * same digest, and never shows itself in {@code toString()}. Safe for concurrent use.
 */
public final class SigningKey {

    private final Bytes32 secret;
    private final VerifyingKey verifyingKey;

    private SigningKey(BigInteger scalar) {
        this.secret = Bytes32.of(BigIntegers.asUnsignedByteArray(Bytes32.LENGTH, scalar));
        this.verifyingKey = VerifyingKey.of(new FixedPointCombMultiplier().multiply(DOMAIN.getG(), scalar));
    }

    /** A fresh key. The source of randomness must be fit for keys. */
    public static SigningKey generate(SecureRandom random) {
        BigInteger upper = DOMAIN.getN().subtract(BigInteger.ONE);
        return new SigningKey(BigIntegers.createRandomInRange(BigInteger.ONE, upper, random));
    }

    /**
     * The key of a secret scalar, big endian.
     *
     * @throws IllegalArgumentException if the scalar is not in [1, n)
     */
    public static SigningKey of(Bytes32 scalar) {
        BigInteger value = new BigInteger(1, scalar.toArray());
        if (value.signum() == 0 || value.compareTo(DOMAIN.getN()) >= 0) {
            throw new IllegalArgumentException("A private key lies in [1, n)");
        }
        return new SigningKey(value);
    }

    /** The public key. */
    public VerifyingKey verifyingKey() {
        return verifyingKey;
    }

    /** The address that this key's signatures recover to. */
    public Address address() {
        return verifyingKey.address();
    }

    /** The identity of the node that holds this key. */
    public NodeId nodeId() {
        return verifyingKey.nodeId();
    }

    /** Signs a digest: deterministic (RFC 6979), low s, recoverable. */
    public Signature sign(Bytes32 digest) {
        return Secp256k1.sign(secret, verifyingKey, digest);
    }

    /** The secret scalar, for a key store; never for a log. */
    public Bytes32 dangerousSecretBytes() {
        return secret;
    }

    /** The address only. */
    @Override
    public String toString() {
        return "SigningKey[" + address() + "]";
    }
}
