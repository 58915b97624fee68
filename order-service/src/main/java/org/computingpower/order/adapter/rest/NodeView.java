package org.computingpower.order.adapter.rest;

import java.util.List;
import java.util.UUID;
import org.computingpower.events.Device;
import org.computingpower.events.MissingCondition;
import org.computingpower.events.NodeAttestation;
import org.computingpower.events.NodeLifecycle;
import org.computingpower.events.NodePower;
import org.computingpower.events.NodeStake;
import org.computingpower.events.PowerBinding;
import org.computingpower.events.RegistryNodeEvent.NodeChanged;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.Offer;
import org.jspecify.annotations.Nullable;

/** A node in the form of the registry's {@code Node}, as it was known when the quote was made. */
record NodeView(
        NodeId nodeId,
        String publicKey,
        UUID provider,
        Address providerAddress,
        Address stakeAccount,
        Address payee,
        String gatewayOrigin,
        String region,
        NodeLifecycle lifecycle,
        boolean listed,
        List<MissingCondition> missing,
        FacetsView facets,
        List<Device> devices,
        @Nullable Offer offer,
        @Nullable Bytes32 offerHash,
        @Nullable DataProtection dataProtection,
        PowerBinding powerBinding,
        @Nullable Integer sharedPhiBps,
        long version) {
    /** What it proved: attestation, stake and power. */
    record FacetsView(NodeAttestation attestation, NodeStake stake, NodePower power) {}

    static NodeView of(NodeChanged node) {
        Offer offer = node.offer();
        return new NodeView(
                node.nodeId(),
                node.publicKey(),
                node.accountId(),
                node.providerAddress(),
                node.stakeAccount(),
                node.payee(),
                node.gatewayOrigin(),
                node.region(),
                node.lifecycle(),
                node.listed(),
                node.missing(),
                new FacetsView(node.attestation(), node.stake(), node.power()),
                node.devices(),
                offer,
                node.offerHash(),
                offer == null ? null : offer.dataProtection(),
                PowerBinding.KEY_ONLY,
                node.sharedPhiBps(),
                node.version());
    }
}
