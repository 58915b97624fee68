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
import org.computingpower.power.Hash32;
import org.computingpower.power.HashInput;
import org.computingpower.power.ProofMode;
import org.computingpower.power.RoundPart;
import org.computingpower.power.round.EpochSeed;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.money.AuditRule;
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
        return new OrderTerm(id, NODE, from, to, leaves, List.of(), Optional.empty());
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

    private EpochRoster shared(int phiBps, Optional<Long> leaves, long epoch) {
        OrderTerm term = new OrderTerm(ORDER, NODE, 5, 8, leaves, List.of(), Optional.of(phiBps));
        return builder.build(
                epoch, new RosterBuilder.Facts(List.of(node(1, 1, true, 15_001)), List.of(), List.of(term)));
    }

    @Test
    void asksASharedNodeForItsPartAndInAnAuditForAll() {
        EpochRoster roster = shared(2_500, Optional.empty(), 5);
        EpochRoster plain = roster.underSeed(seed(false));
        EpochRoster audit = roster.underSeed(seed(true));

        assertThat(plain).isSameAs(roster);
        RosterSlot part = plain.slots().getFirst();
        assertThat(part.mode()).isEqualTo(ProofMode.SHARED);
        assertThat(part.orderId()).isEqualTo(ORDER);
        assertThat(part.parameters().effectiveRate()).isEqualTo(3_750);
        RosterSlot all = audit.slots().getFirst();
        assertThat(all.mode()).isEqualTo(ProofMode.AUDIT);
        assertThat(all.orderId()).isEqualTo(ORDER);
        assertThat(all.parameters().effectiveRate()).isEqualTo(15_001);
        assertThat(audit.root()).isNotEqualTo(plain.root());
        assertThat(audit.find(part.key())).contains(all);
    }

    @Test
    void saysTheSameInTheReservePart() {
        EpochRoster roster = shared(2_500, Optional.empty(), 5);
        EpochRoster before = roster.underSeed(seed(true)).inPart(RoundPart.RESERVE);
        EpochRoster after = roster.inPart(RoundPart.RESERVE).underSeed(seed(true));
        assertThat(after.root()).isEqualTo(before.root());
        assertThat(after.slots().getFirst().parameters().part()).isEqualTo(RoundPart.RESERVE);
    }

    @Test
    void changesNothingForOthersInAnAudit() {
        List<OrderTerm> orders = List.of(order(ORDER, 4, 8, Optional.empty()));
        EpochRoster roster =
                builder.build(5, new RosterBuilder.Facts(List.of(node(1, 1, true, 15_000)), List.of(), orders));
        assertThat(roster.underSeed(seed(true))).isSameAs(roster);
        assertThat(roster.slots().getFirst().mode()).isEqualTo(ProofMode.EXCLUSIVE);
    }

    @Test
    void leavesOutASharedPartThatIsTooSmallToMeasure() {
        assertThat(shared(1, Optional.empty(), 5).slots()).isEmpty();
    }

    @Test
    void asksASharedNodeAfterTheEndUntilAnAuditCanHaveDecided() {
        assertThat(shared(2_500, Optional.empty(), 8 + AuditRule.EPOCHS_AFTER_END - 1)
                        .slots()
                        .getFirst()
                        .orderId())
                .isEqualTo(ORDER);
        assertThat(shared(2_500, Optional.empty(), 8 + AuditRule.EPOCHS_AFTER_END)
                        .slots()
                        .getFirst()
                        .orderId())
                .isEqualTo(OrderId.NONE);
        assertThat(OrderTerm.leavesAfterAudit(7, 7)).isEqualTo(9 + AuditRule.EPOCHS_AFTER_END);
        // Settled in epoch 10: from epoch 12 on nobody asks any more.
        Optional<Long> settled = Optional.of(OrderTerm.leavesSettled(10));
        assertThat(shared(2_500, settled, 11).slots().getFirst().orderId()).isEqualTo(ORDER);
        assertThat(shared(2_500, settled, 12).slots().getFirst().orderId()).isEqualTo(OrderId.NONE);
    }

    /** A seed that makes an audit, or none. */
    private static Hash32 seed(boolean audit) {
        Hash32 seed = new HashInput().u64(1).sha256();
        while (EpochSeed.isAudit(seed) != audit) {
            seed = new HashInput().hash(seed).sha256();
        }
        return seed;
    }

    @Test
    void agreesWithTheRuleOfMoneyAboutAudits() {
        Hash32 seed = new HashInput().u64(2).sha256();
        for (int i = 0; i < 1_000; i++) {
            assertThat(AuditRule.isAudit(Hashes.terms(seed))).isEqualTo(EpochSeed.isAudit(seed));
            seed = new HashInput().hash(seed).sha256();
        }
    }

    @Test
    void aHoldMovesTheEndOfAnOrder() {
        OrderTerm held = new OrderTerm(
                ORDER, NODE, 5, 8, Optional.empty(), List.of(new OrderTerm.Hold(6, Optional.of(8L))), Optional.empty());
        assertThat(held.covers(9)).isTrue();
        assertThat(held.covers(10)).isFalse();
        OrderTerm lasting = new OrderTerm(
                ORDER,
                NODE,
                5,
                8,
                Optional.empty(),
                List.of(new OrderTerm.Hold(6, Optional.empty())),
                Optional.empty());
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
