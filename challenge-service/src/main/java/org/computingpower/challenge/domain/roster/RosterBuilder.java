package org.computingpower.challenge.domain.roster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.roster.NodeVersion.DevicePower;
import org.computingpower.power.ProofMode;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.RoundPart;
import org.computingpower.power.RoundProfile;
import org.computingpower.power.Sha256Share;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;

/**
 * Builds the roster of an epoch. Pure: the same facts give every validator the same roster, in whatever order they came. Only facts whose
 * effective epoch is reached count.
 */
public final class RosterBuilder {

    private static final int FULL_POWER_BPS = 10_000;

    private final MarketRules rules;

    /** A builder for one market. */
    public RosterBuilder(MarketRules rules) {
        this.rules = rules;
    }

    /**
     * What is known when a roster is built.
     *
     * @param nodes versions of nodes, any number per node
     * @param ratings ratings, any number per device
     * @param orders terms of orders
     */
    public record Facts(
            Collection<NodeVersion> nodes, Collection<DeviceRating> ratings, Collection<OrderTerm> orders) {}

    /** The roster of an epoch. A device whose rate is too small for the market's parameters is left out. */
    public EpochRoster build(long epoch, Facts facts) {
        Map<RosterSlot.Key, DeviceRating> ratings = new HashMap<>();
        facts.ratings().stream()
                .filter(rating -> rating.effectiveEpoch() <= epoch)
                .forEach(rating -> ratings.merge(
                        new RosterSlot.Key(rating.nodeId(), rating.device()), rating, RosterBuilder::later));
        Map<NodeId, OrderTerm> orders = new HashMap<>();
        facts.orders().stream()
                .filter(order -> order.covers(epoch))
                .forEach(order -> orders.merge(order.nodeId(), order, RosterBuilder::later));
        Map<NodeId, NodeVersion> nodes = new HashMap<>();
        facts.nodes().stream()
                .filter(node -> node.effectiveEpoch() <= epoch)
                .forEach(node -> nodes.merge(node.nodeId(), node, RosterBuilder::later));
        List<RosterSlot> slots = new ArrayList<>();
        nodes.values().stream()
                .sorted(Comparator.comparing(NodeVersion::nodeId))
                .forEach(node -> {
                    Optional<OrderTerm> order = Optional.ofNullable(orders.get(node.nodeId()));
                    for (DevicePower device : node.devices()) {
                        long rated = ratedRate(
                                device,
                                Optional.ofNullable(ratings.get(new RosterSlot.Key(node.nodeId(), device.device()))));
                        slot(node, device, rated, order).ifPresent(slots::add);
                    }
                });
        return new EpochRoster(epoch, slots);
    }

    private static long ratedRate(DevicePower device, Optional<DeviceRating> rating) {
        return device.ratedRate() > 0
                ? device.ratedRate()
                : rating.map(DeviceRating::r0).orElse(0L);
    }

    private Optional<RosterSlot> slot(NodeVersion node, DevicePower device, long rated, Optional<OrderTerm> order) {
        if (order.isPresent()) {
            long rate = rated > 0 ? rated : device.advertisedRate();
            OrderId orderId = order.get().orderId();
            return order.get()
                    .sharedPhiBps()
                    .map(phi -> sharedSlot(node, device, orderId, rate, phi))
                    .orElseGet(() -> slot(node, device, orderId, rules.profile(), rate, ProofMode.EXCLUSIVE));
        }
        if (!node.admitted()) {
            return Optional.empty();
        }
        if (rated > 0 && !node.toBeRated()) {
            return slot(node, device, OrderId.NONE, rules.profile(), rated, ProofMode.STANDBY);
        }
        RoundProfile calibration = rules.profile().calibration(rules.calibrationMu());
        return slot(node, device, OrderId.NONE, calibration, device.advertisedRate(), ProofMode.CALIBRATION);
    }

    private Optional<RosterSlot> sharedSlot(
            NodeVersion node, DevicePower device, OrderId orderId, long rate, int phiBps) {
        long part = Math.max(1, ProofParameters.effectiveRate(rate, phiBps));
        return slot(node, device, orderId, rules.profile(), part, ProofMode.SHARED)
                .map(shared -> new RosterSlot(
                        shared.nodeId(),
                        shared.orderId(),
                        shared.device(),
                        shared.parameters(),
                        slot(node, device, orderId, rules.profile(), rate, ProofMode.AUDIT)
                                .map(RosterSlot::parameters)));
    }

    private static Optional<RosterSlot> slot(
            NodeVersion node, DevicePower device, OrderId orderId, RoundProfile profile, long rate, ProofMode mode) {
        try {
            ProofParameters parameters = profile.parameters(
                    Sha256Share.ID, ProofParameters.effectiveRate(rate, FULL_POWER_BPS), mode, RoundPart.PRIMARY);
            return Optional.of(new RosterSlot(node.nodeId(), orderId, device.device(), parameters));
        } catch (IllegalArgumentException tooSmall) {
            return Optional.empty();
        }
    }

    private static NodeVersion later(NodeVersion first, NodeVersion second) {
        return second.version() > first.version() ? second : first;
    }

    private static DeviceRating later(DeviceRating first, DeviceRating second) {
        return second.effectiveEpoch() > first.effectiveEpoch() ? second : first;
    }

    /** A node serves one order; when an ended one is still asked for, the newer one wins. */
    private static OrderTerm later(OrderTerm first, OrderTerm second) {
        Comparator<OrderTerm> byStart =
                Comparator.comparingLong(OrderTerm::effectiveEpoch).thenComparing(OrderTerm::orderId);
        return byStart.compare(second, first) > 0 ? second : first;
    }
}
