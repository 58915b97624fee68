package org.computingpower.registry.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.computingpower.events.Device;
import org.computingpower.events.MissingCondition;
import org.computingpower.events.ModelFit;
import org.computingpower.events.NodeAttestation;
import org.computingpower.events.NodeLifecycle;
import org.computingpower.events.NodePower;
import org.computingpower.events.NodeStake;
import org.computingpower.events.PowerStatus;
import org.computingpower.events.StakeStatus;
import org.computingpower.terms.Address;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.VerifyingKey;
import org.computingpower.terms.signed.AttestationFacet;
import org.computingpower.terms.signed.Offer;
import org.jspecify.annotations.Nullable;

/**
 * A node: who stands behind it, what it offers, and its three facets, each judged by its owner. Immutable; every change
 * gives the next version. Lifecycle and listing are derived, so a lost facet unlists the node and a cured one lists it again.
 *
 * @param nodeId SHA-256 of the node key, see docs/protocol.md
 * @param publicKey the node key
 * @param accountId account of the provider
 * @param subject OIDC subject of that account
 * @param providerAddress wallet that signs the offers
 * @param stakeAccount wallet whose stake stands behind the node
 * @param payee wallet that is paid
 * @param gatewayOrigin where users reach the node's gateway
 * @param region the provider's claim
 * @param sharedPhiBps basis points of each device that the provider keeps for the solver beside a tenant; null if orders have the node alone
 * @param devices ascending by index
 * @param offer the current offer
 * @param attestation facet owned by the validators' attestation services
 * @param stake facet owned by the chain
 * @param power facet owned by the validators' challenge services
 * @param admitted whether all three facets were good at least once (lifecycle ACTIVE)
 * @param reservedBy the open order that holds the node
 * @param maintenance whether the provider took it out for a while
 * @param ratingRequest the provider's last wish to be rated anew
 * @param version rises by one with each change, from 1
 * @param effectiveEpoch first epoch in which this state counts for the roster
 */
public record Node(
        NodeId nodeId,
        VerifyingKey publicKey,
        UUID accountId,
        String subject,
        Address providerAddress,
        Address stakeAccount,
        Address payee,
        String gatewayOrigin,
        String region,
        @Nullable Integer sharedPhiBps,
        List<Device> devices,
        @Nullable Offer offer,
        NodeAttestation attestation,
        NodeStake stake,
        NodePower power,
        boolean admitted,
        @Nullable OrderId reservedBy,
        boolean maintenance,
        @Nullable RatingRequest ratingRequest,
        long version,
        long effectiveEpoch) {

    /** More devices than this stand behind one node only by mistake. */
    public static final int DEVICES_MAX = 64;

    /** Puzzles carry the index of a device as 16 bits. */
    public static final int DEVICE_INDEX_MAX = 65_535;

    private static final int SHARED_BPS_MAX = 9_999;

    public Node {
        devices = List.copyOf(devices);
        admitted = admitted || areGood(attestation, stake, power, devices);
        if (sharedPhiBps != null && (sharedPhiBps < 1 || sharedPhiBps > SHARED_BPS_MAX)) {
            throw new IllegalArgumentException("A shared part lies in [1, 9999] basis points. Found " + sharedPhiBps);
        }
        if (devices.isEmpty() || devices.size() > DEVICES_MAX) {
            throw new IllegalArgumentException("A node has 1 to 64 devices. Found " + devices.size());
        }
        for (int i = 0; i < devices.size(); i++) {
            int index = devices.get(i).device();
            if (index < 0
                    || index > DEVICE_INDEX_MAX
                    || (i > 0 && index <= devices.get(i - 1).device())) {
                throw new IllegalArgumentException("Devices ascend by an index below 2^16. Found " + index);
            }
        }
        if (version < 1 || effectiveEpoch < 0) {
            throw new IllegalArgumentException("Versions start at 1 and epochs at 0");
        }
    }

    /** Facet of a node that nobody attested yet. */
    public static NodeAttestation unattested() {
        return new NodeAttestation(AttestationFacet.NONE, null, null, null, null, null, null);
    }

    /** Facet of a node without stake. */
    public static NodeStake unstaked(TokenAmount required) {
        return new NodeStake(StakeStatus.NONE, TokenAmount.ZERO, TokenAmount.ZERO, TokenAmount.ZERO, required);
    }

    /** Facet of a node that nobody measured yet. */
    public static NodePower unrated() {
        return new NodePower(PowerStatus.UNRATED, 0, 0);
    }

    /** VERIFYING until all three facets are good for the first time, ACTIVE from then on. */
    public NodeLifecycle lifecycle() {
        return admitted ? NodeLifecycle.ACTIVE : NodeLifecycle.VERIFYING;
    }

    /** Whether all three facets are good, and no device is another than it claims to be. */
    public boolean proven() {
        return areGood(attestation, stake, power, devices);
    }

    private static boolean areGood(
            NodeAttestation attestation, NodeStake stake, NodePower power, List<Device> devices) {
        return attestation.status() == AttestationFacet.VALID
                && stake.status() == StakeStatus.SUFFICIENT
                && power.status() == PowerStatus.RATED
                && arePossible(devices);
    }

    private static boolean arePossible(List<Device> devices) {
        return devices.stream().map(Device::fit).allMatch(fit -> fit == null || fit.isPossible());
    }

    /** Every condition that keeps the node from being listed, in the order in which a provider cures them. */
    public List<MissingCondition> missing() {
        List<MissingCondition> missing = new ArrayList<>();
        if (attestation.status() != AttestationFacet.VALID) {
            missing.add(MissingCondition.ATTESTATION);
        }
        if (stake.status() != StakeStatus.SUFFICIENT) {
            missing.add(MissingCondition.STAKE);
        }
        if (power.status() != PowerStatus.RATED) {
            missing.add(MissingCondition.RATING);
        }
        if (!arePossible(devices)) {
            missing.add(MissingCondition.DEVICE_MODEL);
        }
        if (offer == null) {
            missing.add(MissingCondition.OFFER);
        }
        if (reservedBy != null) {
            missing.add(MissingCondition.RESERVED);
        }
        if (maintenance) {
            missing.add(MissingCondition.MAINTENANCE);
        }
        return List.copyOf(missing);
    }

    /** Whether it can be ordered now. */
    public boolean listed() {
        return admitted && missing().isEmpty();
    }

    /** What the provider advertises over all devices, hashes per second. */
    public long advertised() {
        return devices.stream().mapToLong(Device::advertisedRate).sum();
    }

    /** The next state with another attestation facet. */
    public Node withAttestation(NodeAttestation facet, long epoch) {
        return next(epoch, draft -> draft.attestation = facet);
    }

    /** The next state with another stake facet. */
    public Node withStake(NodeStake facet, long epoch) {
        return next(epoch, draft -> draft.stake = facet);
    }

    /** The next state with another power facet. */
    public Node withPower(NodePower facet, long epoch) {
        return next(epoch, draft -> draft.power = facet);
    }

    /**
     * Whether a rating is about a device as it is described now. One that rests on rounds before the provider's last
     * request is not, and so is one of a device that is gone.
     */
    public boolean takesRating(int device, long effectiveEpoch) {
        return devices.stream().anyMatch(one -> one.device() == device)
                && (ratingRequest == null || ratingRequest.mayBeAnsweredBy(effectiveEpoch));
    }

    /**
     * The next state after a quorum rated one device. The node is RATED once every device is.
     *
     * @throws IllegalArgumentException if the node has no such device
     */
    public Node withRating(int device, long measuredRate, long r0, ModelFit fit, long epoch) {
        if (devices.stream().noneMatch(one -> one.device() == device)) {
            throw new IllegalArgumentException("Node " + nodeId + " has no device " + device);
        }
        List<Device> rated = devices.stream()
                .map(one -> one.device() == device ? one.rated(r0, measuredRate, fit) : one)
                .toList();
        boolean all = rated.stream().allMatch(one -> one.r0() > 0 && one.measuredRate() != null);
        PowerStatus unfinished = power.status() == PowerStatus.DEGRADED ? PowerStatus.DEGRADED : PowerStatus.UNRATED;
        return withDevices(rated, all ? PowerStatus.RATED : unfinished, ratingRequest, epoch);
    }

    /**
     * The next state after a quorum's statistics raised the alarm: ratings stay until every device is measured again,
     * because an open order is measured against them.
     */
    public Node withAlarm(long epoch) {
        List<Device> doubted = devices.stream()
                .map(one -> new Device(
                        one.device(), one.kind(), one.model(), one.advertisedRate(), one.r0(), null, one.fit()))
                .toList();
        return withDevices(doubted, PowerStatus.DEGRADED, ratingRequest, epoch);
    }

    /** The next state after its provider asked for a rating, of the same devices or of others: all are measured anew. */
    public Node withRatingRequest(List<Device> described, RatingRequest request, long epoch) {
        List<Device> unrated = described.stream()
                .map(one -> Device.unrated(one.device(), one.kind(), one.model(), one.advertisedRate()))
                .toList();
        return withDevices(unrated, PowerStatus.UNRATED, request, epoch);
    }

    private Node withDevices(List<Device> next, PowerStatus status, @Nullable RatingRequest request, long epoch) {
        long sum = next.stream().mapToLong(Device::r0).reduce(0, Math::addExact);
        long measured = next.stream()
                .map(Device::measuredRate)
                .mapToLong(rate -> rate == null ? 0 : rate)
                .reduce(0, Math::addExact);
        NodePower facet = new NodePower(status, sum, measured);
        return next(epoch, draft -> {
            draft.devices = next;
            draft.power = facet;
            draft.ratingRequest = request;
        });
    }

    /** The next state with another offer. */
    public Node withOffer(Offer next, long epoch) {
        return next(epoch, draft -> draft.offer = next);
    }

    /** The next state as an order takes or frees the node. */
    public Node withReservedBy(@Nullable OrderId order, long epoch) {
        return next(epoch, draft -> draft.reservedBy = order);
    }

    /** The next state after the provider changed what he may change without proof. */
    public Node withOperation(NodeOperation operation, long epoch) {
        return next(epoch, draft -> {
            draft.maintenance = operation.maintenance().orElse(maintenance);
            draft.gatewayOrigin = operation.gatewayOrigin().orElse(gatewayOrigin);
            draft.sharedPhiBps = operation.sharedPart(sharedPhiBps);
        });
    }

    private Node next(long epoch, Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.node(this, epoch);
    }

    /** The next state while it is made. */
    private static final class Draft {
        private List<Device> devices;
        private @Nullable Offer offer;
        private NodeAttestation attestation;
        private NodeStake stake;
        private NodePower power;
        private @Nullable OrderId reservedBy;
        private boolean maintenance;
        private String gatewayOrigin;
        private @Nullable Integer sharedPhiBps;
        private @Nullable RatingRequest ratingRequest;

        Draft(Node node) {
            devices = node.devices;
            offer = node.offer;
            attestation = node.attestation;
            stake = node.stake;
            power = node.power;
            reservedBy = node.reservedBy;
            maintenance = node.maintenance;
            gatewayOrigin = node.gatewayOrigin;
            sharedPhiBps = node.sharedPhiBps;
            ratingRequest = node.ratingRequest;
        }

        Node node(Node before, long epoch) {
            return new Node(
                    before.nodeId,
                    before.publicKey,
                    before.accountId,
                    before.subject,
                    before.providerAddress,
                    before.stakeAccount,
                    before.payee,
                    gatewayOrigin,
                    before.region,
                    sharedPhiBps,
                    devices,
                    offer,
                    attestation,
                    stake,
                    power,
                    before.admitted,
                    reservedBy,
                    maintenance,
                    ratingRequest,
                    before.version + 1,
                    epoch);
        }
    }
}
