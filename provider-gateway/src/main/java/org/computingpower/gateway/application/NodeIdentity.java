package org.computingpower.gateway.application;

import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.key.SigningKey;

/**
 * The keys that the node is known by. They outlive every restart; a new node key is a new node.
 *
 * @param nodeKey signs every statement of the node
 * @param hpkePublicKey X25519 key that users seal data to
 * @param tlsSpkiSha256 SHA-256 of the SubjectPublicKeyInfo of the public origin's TLS key
 */
public record NodeIdentity(SigningKey nodeKey, Bytes32 hpkePublicKey, Bytes32 tlsSpkiSha256) {
    /** The node's identity. */
    public NodeId nodeId() {
        return nodeKey.nodeId();
    }
}
