package org.computingpower.challenge.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Optional;
import org.computingpower.challenge.TestMarket;
import org.computingpower.challenge.domain.roster.DeviceRating;
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

/** Each device of a node is challenged on its own, all of them in one round. */
class SeveralDevicesRosterTest {

    private static final NodeId NODE = TestMarket.key("node").nodeId();
    private static final OrderId ORDER = new OrderId(Digests.sha256(new byte[] {1}));
    private static final List<DeviceRating> OLD_RATINGS =
            List.of(new DeviceRating(NODE, 0, 15_000, 5), new DeviceRating(NODE, 3, 25_000, 5));

    private final RosterBuilder builder = new RosterBuilder(MarketRules.of(TestMarket.file(0, 1, 1)));

    private static NodeVersion rated(long version, long from) {
        return new NodeVersion(
                NODE,
                version,
                from,
                true,
                false,
                List.of(new DevicePower(0, 20_000, 15_000), new DevicePower(3, 30_000, 25_000)));
    }

    private static NodeVersion toBeRated(long version, long from, DevicePower... devices) {
        return new NodeVersion(NODE, version, from, true, true, List.of(devices));
    }

    private List<RosterSlot> build(long epoch, List<NodeVersion> nodes, List<OrderTerm> orders) {
        return builder.build(epoch, new RosterBuilder.Facts(nodes, OLD_RATINGS, orders))
                .slots();
    }

    @Test
    void everyDeviceHasASlotAtItsOwnRating() {
        assertThat(build(6, List.of(rated(1, 5)), List.of()))
                .extracting(
                        RosterSlot::device,
                        RosterSlot::mode,
                        slot -> slot.parameters().effectiveRate())
                .containsExactlyInAnyOrder(tuple(0, ProofMode.STANDBY, 15_000L), tuple(3, ProofMode.STANDBY, 25_000L));
    }

    @Test
    void everyDeviceProvesForTheOrder() {
        OrderTerm order = new OrderTerm(ORDER, NODE, 5, 9, Optional.empty(), List.of(), Optional.empty());
        assertThat(build(6, List.of(rated(1, 5)), List.of(order))).hasSize(2).allSatisfy(slot -> {
            assertThat(slot.orderId()).isEqualTo(ORDER);
            assertThat(slot.mode()).isEqualTo(ProofMode.EXCLUSIVE);
        });
    }

    @Test
    void allDevicesAreMeasuredAtOnceFromTheEpochOfARequestOnWhateverTheirOldRatings() {
        List<NodeVersion> versions =
                List.of(rated(1, 5), toBeRated(2, 8, new DevicePower(0, 18_000, 0), new DevicePower(4, 40_000, 0)));

        assertThat(build(7, versions, List.of()))
                .extracting(RosterSlot::device, RosterSlot::mode)
                .containsExactlyInAnyOrder(tuple(0, ProofMode.STANDBY), tuple(3, ProofMode.STANDBY));
        assertThat(build(8, versions, List.of()))
                .extracting(
                        RosterSlot::device,
                        RosterSlot::mode,
                        slot -> slot.parameters().effectiveRate())
                .containsExactlyInAnyOrder(
                        tuple(0, ProofMode.CALIBRATION, 18_000L), tuple(4, ProofMode.CALIBRATION, 40_000L));
    }

    @Test
    void aDeviceThatIsRatedAlreadyIsMeasuredOnUntilTheOthersAreToo() {
        NodeVersion half = toBeRated(3, 8, new DevicePower(0, 18_000, 16_000), new DevicePower(4, 40_000, 0));

        assertThat(build(9, List.of(half), List.of()))
                .hasSize(2)
                .allSatisfy(slot -> assertThat(slot.mode()).isEqualTo(ProofMode.CALIBRATION));
    }
}
