package org.computingpower.benchmarks.intake;

import java.util.List;
import java.util.UUID;
import org.computingpower.events.Device;
import org.computingpower.events.DeviceKind;
import org.computingpower.events.NodeAttestation;
import org.computingpower.events.NodeLifecycle;
import org.computingpower.events.NodePower;
import org.computingpower.events.NodeStake;
import org.computingpower.events.PowerStatus;
import org.computingpower.events.RegistryNodeEvent.NodeChanged;
import org.computingpower.events.StakeStatus;
import org.computingpower.terms.Address;
import org.computingpower.terms.Digests;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.AttestationFacet;

/**
 * A node of one rated device.
 *
 * @param key its key
 */
record IntakeNode(SigningKey key) {

    /** The node of a number, always the same one. */
    static IntakeNode of(int number) {
        return new IntakeNode(SigningKey.of(Digests.keccak256OfText("intake " + number)));
    }

    /** What the registry tells of it: that it takes part in rounds from an epoch on, or no longer. */
    NodeChanged changed(long version, boolean takesPart, long rate, long effectiveEpoch) {
        return new NodeChanged(
                key.nodeId(),
                key.verifyingKey().toString(),
                UUID.randomUUID(),
                "bench-provider",
                Address.ZERO,
                Address.ZERO,
                Address.ZERO,
                "https://node.example",
                "eu",
                List.of(new Device(0, DeviceKind.CPU, "bench", rate, rate, null, null)),
                null,
                null,
                takesPart ? NodeLifecycle.ACTIVE : NodeLifecycle.EXITED,
                new NodeAttestation(AttestationFacet.VALID, null, null, null, null, null, null),
                new NodeStake(
                        StakeStatus.SUFFICIENT,
                        TokenAmount.of(1_000),
                        TokenAmount.ZERO,
                        TokenAmount.ZERO,
                        TokenAmount.of(1_000)),
                new NodePower(PowerStatus.RATED, rate, 0),
                List.of(),
                false,
                version,
                effectiveEpoch,
                null);
    }
}
