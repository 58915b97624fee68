package org.computingpower.order.application;

import org.computingpower.events.PowerStatus;
import org.computingpower.events.RegistryNodeEvent.NodeChanged;
import org.computingpower.order.domain.ListedNode;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.key.VerifyingKey;
import org.computingpower.terms.signed.AttestationFacet;

/** From what the registry published to what orders depend on. */
final class Nodes {
    private Nodes() {}

    static ListedNode listed(NodeChanged node) {
        Bytes32 root = node.attestation().trustRootHash();
        return new ListedNode(
                node.nodeId(),
                node.subject(),
                VerifyingKey.parse(node.publicKey()).address(),
                node.attestation().status() == AttestationFacet.VALID,
                node.power().status() != PowerStatus.UNRATED,
                root == null ? Bytes32.ZERO : root,
                node.offer(),
                node.offerHash(),
                node.sharedPhiBps());
    }
}
