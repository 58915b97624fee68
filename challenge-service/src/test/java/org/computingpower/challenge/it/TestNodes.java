package org.computingpower.challenge.it;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.computingpower.events.Device;
import org.computingpower.events.DeviceKind;
import org.computingpower.events.NodeAttestation;
import org.computingpower.events.NodeLifecycle;
import org.computingpower.events.NodePower;
import org.computingpower.events.NodeStake;
import org.computingpower.events.PowerStatus;
import org.computingpower.events.RegistryNodeEvent;
import org.computingpower.events.StakeStatus;
import org.computingpower.terms.Address;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.AttestationFacet;

/** Nodes as registry-service tells of them. */
final class TestNodes {

    private TestNodes() {}

    /** A node of one attested, staked device. */
    static RegistryNodeEvent.NodeChanged changed(
            SigningKey node, long version, long advertised, long r0, long effectiveEpoch) {
        return changed(node, version, 1, advertised, r0, effectiveEpoch);
    }

    /** A node of so many equal devices. */
    static RegistryNodeEvent.NodeChanged changed(
            SigningKey node, long version, int devices, long advertised, long r0, long effectiveEpoch) {
        return node(node, version, devices, advertised, r0, effectiveEpoch, AttestationFacet.VALID);
    }

    /** A node of one device without a valid attestation: it is not challenged unless an order needs it. */
    static RegistryNodeEvent.NodeChanged unattested(SigningKey node, long version, long effectiveEpoch) {
        return node(node, version, 1, 1, 0, effectiveEpoch, AttestationFacet.NONE);
    }

    private static RegistryNodeEvent.NodeChanged node(
            SigningKey node,
            long version,
            int devices,
            long advertised,
            long r0,
            long effectiveEpoch,
            AttestationFacet attestation) {
        return new RegistryNodeEvent.NodeChanged(
                node.nodeId(),
                node.verifyingKey().toString(),
                UUID.randomUUID(),
                "provider",
                Address.ZERO,
                Address.ZERO,
                Address.ZERO,
                "https://node.example",
                "eu",
                IntStream.range(0, devices)
                        .mapToObj(index -> new Device(index, DeviceKind.CPU, "test", advertised, r0, null, null))
                        .toList(),
                null,
                null,
                NodeLifecycle.VERIFYING,
                new NodeAttestation(attestation, null, null, null, null, null, null),
                new NodeStake(
                        StakeStatus.SUFFICIENT,
                        TokenAmount.of(1_000),
                        TokenAmount.ZERO,
                        TokenAmount.ZERO,
                        TokenAmount.of(1_000)),
                new NodePower(r0 > 0 ? PowerStatus.RATED : PowerStatus.UNRATED, devices * r0, 0),
                List.of(),
                false,
                version,
                effectiveEpoch,
                null);
    }
}
