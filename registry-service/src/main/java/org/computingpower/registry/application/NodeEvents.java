package org.computingpower.registry.application;

import org.computingpower.events.RegistryNodeEvent.NodeChanged;
import org.computingpower.registry.domain.Node;
import org.computingpower.terms.signed.Offer;

/** The published form of a node's state. */
final class NodeEvents {
    private NodeEvents() {}

    static NodeChanged changed(Node node) {
        Offer offer = node.offer();
        return new NodeChanged(
                node.nodeId(),
                node.publicKey().toString(),
                node.accountId(),
                node.subject(),
                node.providerAddress(),
                node.stakeAccount(),
                node.payee(),
                node.gatewayOrigin(),
                node.region(),
                node.devices(),
                offer,
                offer == null ? null : offer.structHash(),
                node.lifecycle(),
                node.attestation(),
                node.stake(),
                node.power(),
                node.missing(),
                node.listed(),
                node.version(),
                node.effectiveEpoch(),
                node.sharedPhiBps());
    }
}
