package org.computingpower.power;

import java.util.Arrays;

/** Node ids: {@code SHA256("CPP/node/v1" zero-padded to 16 | public key x 32 | y 32)}. A new key is a new node. */
public final class NodeIdentity {

    private static final int UNCOMPRESSED_POINT_BYTES = 65;
    private static final int UNCOMPRESSED_POINT_TAG = 4;

    private NodeIdentity() {}

    /** The id of the node with this secp256k1 public key, given by its affine coordinates. */
    public static Hash32 nodeId(Hash32 x, Hash32 y) {
        return new HashInput().label("CPP/node/v1", 16).hash(x).hash(y).sha256();
    }

    /**
     * The id of the node with this public key, as an uncompressed SEC 1 point or as its 64 bytes without the tag.
     *
     * @throws IllegalArgumentException if the encoding has another form
     */
    public static Hash32 nodeId(byte[] publicKey) {
        boolean tagged = publicKey.length == UNCOMPRESSED_POINT_BYTES;
        if (tagged ? publicKey[0] != UNCOMPRESSED_POINT_TAG : publicKey.length != UNCOMPRESSED_POINT_BYTES - 1) {
            throw new IllegalArgumentException("A node key is an uncompressed point: 0x04, x, y, or x, y alone");
        }
        byte[] xy = tagged ? Arrays.copyOfRange(publicKey, 1, UNCOMPRESSED_POINT_BYTES) : publicKey;
        return new HashInput().label("CPP/node/v1", 16).raw(xy).sha256();
    }
}
