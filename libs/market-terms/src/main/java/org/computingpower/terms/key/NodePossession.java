package org.computingpower.terms.key;

import org.computingpower.terms.Address;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.Signature;

/** Proof that whoever registers a node holds its key and meant this provider: {@code personal_sign} of a fixed text. */
public final class NodePossession {

    private NodePossession() {}

    /** The text: {@code Register node <nodeId> for <provider address>}, both in lower-case hex. */
    public static String text(NodeId nodeId, Address provider) {
        return "Register node " + nodeId + " for " + provider;
    }

    /** Signs the text with the node key. */
    public static Signature prove(SigningKey nodeKey, Address provider) {
        return nodeKey.sign(PersonalMessage.digest(text(nodeKey.nodeId(), provider)));
    }

    /** Whether the holder of a node key signed the text for this provider. */
    public static boolean isProven(VerifyingKey nodeKey, Address provider, Signature signature) {
        return Secp256k1.verify(nodeKey, PersonalMessage.digest(text(nodeKey.nodeId(), provider)), signature);
    }
}
