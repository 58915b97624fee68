package org.computingpower.attestation.domain;

import org.computingpower.events.NodeLifecycle;
import org.computingpower.events.RegistryNodeEvent.NodeChanged;
import org.computingpower.terms.Address;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.VerifyingKey;

/**
 * What the registry says of a node.
 *
 * @param nodeId the node
 * @param publicKey the node key
 * @param provider the provider's wallet
 * @param stakeAccount the wallet whose stake stands behind the node
 * @param payee the wallet that is paid
 * @param isHoldingPlatform whether it stands for its platform: staked and not EXITED
 * @param version version of the node's state
 */
public record RegisteredNode(
        NodeId nodeId,
        VerifyingKey publicKey,
        Address provider,
        Address stakeAccount,
        Address payee,
        boolean isHoldingPlatform,
        long version) {

    /** The part of a node's state that matters here. */
    public static RegisteredNode of(NodeChanged node) {
        return new RegisteredNode(
                node.nodeId(),
                VerifyingKey.parse(node.publicKey()),
                node.providerAddress(),
                node.stakeAccount(),
                node.payee(),
                node.lifecycle() != NodeLifecycle.EXITED
                        && !node.stake().total().equals(TokenAmount.ZERO),
                node.version());
    }
}
