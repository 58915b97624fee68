package org.computingpower.terms.key;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import org.bouncycastle.math.ec.ECPoint;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;

/**
 * A secp256k1 public key by its affine coordinates; in JSON {@code 0x} and 128 lower-case hex digits {@code x ‖ y}.
 * Whether the pair is a point of the curve says {@link #isOnCurve()}: check it where a key comes from outside without
 * a signature of its own.
 *
 * @param x the x coordinate, big endian
 * @param y the y coordinate, big endian
 */
public record VerifyingKey(Bytes32 x, Bytes32 y) {

    private static final String NODE_TAG = "CPP/node/v1";
    private static final byte UNCOMPRESSED = 4;
    private static final int HEX_X_END = 2 + 2 * Bytes32.LENGTH;

    static VerifyingKey of(ECPoint point) {
        ECPoint affine = point.normalize();
        return new VerifyingKey(
                Bytes32.of(affine.getAffineXCoord().getEncoded()),
                Bytes32.of(affine.getAffineYCoord().getEncoded()));
    }

    /**
     * Reads {@code 0x} and 128 lower-case hex digits.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static VerifyingKey parse(String hex) {
        if (hex.length() != HEX_X_END + 2 * Bytes32.LENGTH) {
            throw new IllegalArgumentException("A public key is 0x and 128 hex digits");
        }
        return new VerifyingKey(
                Bytes32.parse(hex.substring(0, HEX_X_END)), Bytes32.parse("0x" + hex.substring(HEX_X_END)));
    }

    /** The Ethereum address: the last 20 bytes of keccak256(x ‖ y). */
    public Address address() {
        byte[] hash = Digests.keccak256(x.toArray(), y.toArray()).toArray();
        return Address.of(Arrays.copyOfRange(hash, Bytes32.LENGTH - Address.LENGTH, Bytes32.LENGTH));
    }

    /** The identity of the node that holds this key: {@code SHA256("CPP/node/v1" zero-padded to 16 ‖ x ‖ y)}. */
    public NodeId nodeId() {
        return new NodeId(Digests.sha256(Digests.tag(NODE_TAG), x.toArray(), y.toArray()));
    }

    /** The 64 bytes x ‖ y. */
    public byte[] toArray() {
        byte[] bytes = new byte[2 * Bytes32.LENGTH];
        System.arraycopy(x.toArray(), 0, bytes, 0, Bytes32.LENGTH);
        System.arraycopy(y.toArray(), 0, bytes, Bytes32.LENGTH, Bytes32.LENGTH);
        return bytes;
    }

    /** Whether the pair is a point of the curve, so that it can be a key at all. */
    public boolean isOnCurve() {
        byte[] encoded = new byte[1 + 2 * Bytes32.LENGTH];
        encoded[0] = UNCOMPRESSED;
        System.arraycopy(toArray(), 0, encoded, 1, 2 * Bytes32.LENGTH);
        try {
            return !BouncyCastleSecp256k1.DOMAIN.getCurve().decodePoint(encoded).isInfinity();
        } catch (IllegalArgumentException notOnCurve) {
            return false;
        }
    }

    /** {@code 0x} and 128 lower-case hex digits. */
    @JsonValue
    @Override
    public String toString() {
        return x.toString() + y.toString().substring(2);
    }
}
