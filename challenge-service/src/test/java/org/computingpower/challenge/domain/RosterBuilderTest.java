package org.computingpower.challenge.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.computingpower.challenge.TestMarket;
import org.computingpower.challenge.domain.roster.DeviceRating;
import org.computingpower.challenge.domain.roster.EpochRoster;
import org.computingpower.challenge.domain.roster.NodeVersion;
import org.computingpower.challenge.domain.roster.NodeVersion.DevicePower;
import org.computingpower.challenge.domain.roster.OrderTerm;
import org.computingpower.challenge.domain.roster.RosterBuilder;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.power.ProofMode;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.junit.jupiter.api.Test;

class RosterBuilderTest {

    private static final NodeId NODE = TestMarket.key("node").nodeId();
    private static final OrderId ORDER = new OrderId(Digests.sha256(new byte[] {1}));
    private static final OrderId LATER = new OrderId(Digests.sha256(new byte[] {2}));

    private final RosterBuilder builder = new RosterBuilder(MarketRules.of(TestMarket.file(0, 1, 1)));

    private static NodeVersion node(long version, long effectiveEpoch, boolean admitted, long rated) {
        return new NodeVersion(
                NODE, version, effectiveEpoch, admitted, false, List.of(new DevicePower(0, 20_000, rated)));
    }

    private static OrderTerm order(OrderId id, long from, long to, Optional<Long> leaves) {
        return new OrderTerm(id, NODE, from, to, leaves, List.of());
    }

    private List<RosterSlot> build(
            long epoch, List<NodeVersion> nodes, List<DeviceRating> ratings, List<OrderTerm> orders) {
        return builder.build(epoch, new RosterBuilder.Facts(nodes, ratings, orders))
                .slots();
    }

    @Test
    void calibratesAnAdmittedNodeWithoutRatingAtItsAdvertisedRate() {
        assertThat(build(5, List.of(node(1, 5, true, 0)), List.of(), List.of()))
                .singleElement()
                .satisfies(slot -> {
                    assertThat(slot.mode()).isEqualTo(ProofMode.CALIBRATION);
                    assertThat(slot.orderId()).isEqualTo(OrderId.NONE);
                    assertThat(slot.parameters().effectiveRate()).isEqualTo(20_000);
                });
    }

    @Test
    void leavesOutWhatIsNotEffectiveYetOrNotAdmitted() {
        assertThat(build(4, List.of(node(1, 5, true, 0)), List.of(), List.of())).isEmpty();
        assertThat(build(5, List.of(node(1, 5, false, 0)), List.of(), List.of()))
                .isEmpty();
        assertThat(build(6, List.of(node(1, 5, true, 0), node(2, 6, false, 0)), List.of(), List.of()))
                .isEmpty();
    }

    @Test
    void usesARatingFromItsEpochOn() {
        List<DeviceRating> ratings = List.of(new DeviceRating(NODE, 0, 15_000, 7));
        assertThat(build(6, List.of(node(1, 5, true, 0)), ratings, List.of())
                        .getFirst()
                        .mode())
                .isEqualTo(ProofMode.CALIBRATION);
        RosterSlot rated =
                build(7, List.of(node(1, 5, true, 0)), ratings, List.of()).getFirst();
        assertThat(rated.mode()).isEqualTo(ProofMode.STANDBY);
        assertThat(rated.parameters().effectiveRate()).isEqualTo(15_000);
    }

    @Test
    void ratesANodeUnderAlarmAnewOnceNoOrderNeedsIt() {
        NodeVersion alarmed = new NodeVersion(NODE, 2, 6, true, true, List.of(new DevicePower(0, 20_000, 15_000)));
        List<NodeVersion> nodes = List.of(node(1, 1, true, 15_000), alarmed);
        List<OrderTerm> orders = List.of(order(ORDER, 4, 8, Optional.empty()));
        // While an order lasts its rating stays what was sold.
        RosterSlot sold = build(7, nodes, List.of(), orders).getFirst();
        assertThat(sold.mode()).isEqualTo(ProofMode.EXCLUSIVE);
        assertThat(sold.parameters().effectiveRate()).isEqualTo(15_000);
        RosterSlot measured = build(8, nodes, List.of(), orders).getFirst();
        assertThat(measured.mode()).isEqualTo(ProofMode.CALIBRATION);
        assertThat(measured.parameters().effectiveRate()).isEqualTo(20_000);
        // Before the alarm, and after the next rating, it is on standby.
        assertThat(build(5, nodes, List.of(), List.of()).getFirst().mode()).isEqualTo(ProofMode.STANDBY);
        assertThat(build(9, List.of(alarmed, node(3, 9, true, 12_000)), List.of(), List.of())
                        .getFirst()
                        .mode())
                .isEqualTo(ProofMode.STANDBY);
    }

    @Test
    void provesForAnOrderWhetherOrNotTheNodeIsStillAdmitted() {
        List<OrderTerm> orders = List.of(order(ORDER, 7, 9, Optional.empty()));
        List<NodeVersion> nodes = List.of(node(1, 5, false, 15_000));
        assertThat(build(6, nodes, List.of(), orders)).isEmpty();
        assertThat(build(7, nodes, List.of(), orders)).singleElement().satisfies(slot -> {
            assertThat(slot.mode()).isEqualTo(ProofMode.EXCLUSIVE);
            assertThat(slot.orderId()).isEqualTo(ORDER);
        });
        assertThat(build(8, nodes, List.of(), orders)).hasSize(1);
        assertThat(build(9, nodes, List.of(), orders)).isEmpty();
    }

    @Test
    void anEarlyEndCountsOneWholeEpochAfterItWasPublished() {
        assertThat(OrderTerm.leavesAt(7, 7)).isEqualTo(9);
        assertThat(OrderTerm.leavesAt(7, 5)).isEqualTo(8);
        List<OrderTerm> orders = List.of(order(ORDER, 5, 20, Optional.of(9L)));
        assertThat(build(8, List.of(node(1, 1, true, 15_000)), List.of(), orders)
                        .getFirst()
                        .orderId())
                .isEqualTo(ORDER);
        assertThat(build(9, List.of(node(1, 1, true, 15_000)), List.of(), orders)
                        .getFirst()
                        .orderId())
                .isEqualTo(OrderId.NONE);
    }

    @Test
    void aHoldMovesTheEndOfAnOrder() {
        OrderTerm held =
                new OrderTerm(ORDER, NODE, 5, 8, Optional.empty(), List.of(new OrderTerm.Hold(6, Optional.of(8L))));
        assertThat(held.covers(9)).isTrue();
        assertThat(held.covers(10)).isFalse();
        OrderTerm lasting =
                new OrderTerm(ORDER, NODE, 5, 8, Optional.empty(), List.of(new OrderTerm.Hold(6, Optional.empty())));
        assertThat(lasting.covers(1_000)).isTrue();
    }

    @Test
    void theNewerOrderWinsWhereTwoMeet() {
        List<OrderTerm> orders = List.of(order(LATER, 8, 20, Optional.empty()), order(ORDER, 5, 20, Optional.of(9L)));
        assertThat(build(8, List.of(node(1, 1, true, 15_000)), List.of(), orders))
                .singleElement()
                .satisfies(slot -> assertThat(slot.orderId()).isEqualTo(LATER));
    }

    @Test
    void leavesOutADeviceTooSlowForTheMarket() {
        NodeVersion slow = new NodeVersion(
                NODE, 1, 1, true, false, List.of(new DevicePower(0, 255, 0), new DevicePower(1, 256, 0)));
        assertThat(build(1, List.of(slow), List.of(), List.of()))
                .singleElement()
                .satisfies(slot -> assertThat(slot.device()).isEqualTo(1));
    }

    @Test
    void theOrderOfFactsChangesNothing() {
        List<NodeVersion> nodes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            NodeId id = TestMarket.key("node " + i).nodeId();
            nodes.add(new NodeVersion(id, 1, 1, true, false, List.of(new DevicePower(0, 20_000, 0))));
            nodes.add(new NodeVersion(id, 2, 3, true, false, List.of(new DevicePower(0, 20_000, 9_000 + i))));
        }
        EpochRoster expected = builder.build(4, new RosterBuilder.Facts(nodes, List.of(), List.of()));
        Collections.shuffle(nodes, new Random(7));
        EpochRoster shuffled = builder.build(4, new RosterBuilder.Facts(nodes, List.of(), List.of()));
        assertThat(shuffled.root()).isEqualTo(expected.root());
        assertThat(shuffled.slots()).isEqualTo(expected.slots());
    }
}
