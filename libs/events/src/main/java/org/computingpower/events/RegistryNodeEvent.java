package org.computingpower.events;

import java.util.List;
import java.util.UUID;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.signed.AttestationRecord;
import org.computingpower.terms.signed.Offer;
import org.jspecify.annotations.Nullable;

/** Topic {@code registry.nodes.v1}, key nodeId, published by registry-service alone. */
public sealed interface RegistryNodeEvent extends MarketEvent {

    /**
     * The full state of a node after a change. A reader applies it only if {@code version} is above the last it saw.
     *
     * @param nodeId id derived from the node key
     * @param publicKey the node key x ‖ y, 64 bytes as lower-case {@code 0x} hex
     * @param accountId the provider's account
     * @param subject the OIDC subject of that account
     * @param providerAddress the provider's wallet; signs the offer
     * @param stakeAccount the wallet whose stake stands behind the node
     * @param payee the wallet that is paid
     * @param gatewayOrigin origin (scheme, host, port) under which users reach the node's gateway
     * @param region free name of the region, provider's claim
     * @param devices all devices, ascending by index; at most 64
     * @param offer the current offer, absent before the first
     * @param offerHash hashStruct of that offer
     * @param lifecycle the one lifecycle
     * @param attestation the attestation facet
     * @param stake the stake facet
     * @param power the power facet
     * @param missing every condition that keeps it from being listed; empty exactly if {@code listed}, or if the
     *     lifecycle alone forbids listing
     * @param listed whether it can be ordered now
     * @param version rises by one with each change of the node, from 1
     * @param effectiveEpoch first epoch in which devices and ratings of this state count for the roster
     * @param sharedPhiBps since v1.1: basis points of each device that stay the solver's beside a tenant, 1 to 9999; absent if orders have the node
     *     alone
     */
    record NodeChanged(
            NodeId nodeId,
            String publicKey,
            UUID accountId,
            String subject,
            Address providerAddress,
            Address stakeAccount,
            Address payee,
            String gatewayOrigin,
            String region,
            List<Device> devices,
            @Nullable Offer offer,
            @Nullable Bytes32 offerHash,
            NodeLifecycle lifecycle,
            NodeAttestation attestation,
            NodeStake stake,
            NodePower power,
            List<MissingCondition> missing,
            boolean listed,
            long version,
            long effectiveEpoch,
            @Nullable Integer sharedPhiBps)
            implements RegistryNodeEvent {

        /** Copies the lists. */
        public NodeChanged {
            devices = List.copyOf(devices);
            missing = List.copyOf(missing);
        }

        @Override
        public String key() {
            return nodeId.toString();
        }
    }

    /**
     * A quorum accepted the node's evidence: what the relayer writes on chain.
     *
     * @param record the statement the validators signed
     * @param signatures at least the threshold of the record's validator set, ascending by signer
     */
    record NodeAttested(AttestationRecord record, List<SignedBy> signatures) implements RegistryNodeEvent {
        /** Copies the list. */
        public NodeAttested {
            signatures = List.copyOf(signatures);
        }

        @Override
        public String key() {
            return record.nodeId().toString();
        }
    }

    /**
     * A quorum agreed on the rating of one device.
     *
     * @param nodeId the node
     * @param device index of the device within the node
     * @param measuredRate what the rounds measured, in hashes per second
     * @param r0 the rating that challenges use, in hashes per second
     * @param effectiveEpoch first epoch with this rating
     * @param fit how the measured rate fits the device's model
     */
    record NodeRated(
            NodeId nodeId,
            int device,
            long measuredRate,
            long r0,
            long effectiveEpoch,
            @Nullable ModelFit fit) implements RegistryNodeEvent {
        @Override
        public String key() {
            return nodeId.toString();
        }
    }
}
