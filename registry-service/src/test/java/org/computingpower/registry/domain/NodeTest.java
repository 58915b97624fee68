package org.computingpower.registry.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.computingpower.events.Device;
import org.computingpower.events.DeviceKind;
import org.computingpower.events.MissingCondition;
import org.computingpower.events.ModelFit;
import org.computingpower.events.NodeAttestation;
import org.computingpower.events.NodeLifecycle;
import org.computingpower.events.NodePower;
import org.computingpower.events.PowerStatus;
import org.computingpower.events.StakeStatus;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.AttestationFacet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NodeTest {
    private static final OrderId ORDER = OrderId.parse("0x" + "ab".repeat(32));

    @Test
    void lacksEverythingAtFirst() {
        assertThat(Samples.fresh().missing())
                .containsExactly(
                        MissingCondition.ATTESTATION,
                        MissingCondition.STAKE,
                        MissingCondition.RATING,
                        MissingCondition.OFFER);
        assertThat(Samples.fresh().lifecycle()).isEqualTo(NodeLifecycle.VERIFYING);
    }

    @Test
    void isListedWhenAttestedStakedRatedAndOffered() {
        Node node = Samples.listed();
        assertThat(node.listed()).isTrue();
        assertThat(node.lifecycle()).isEqualTo(NodeLifecycle.ACTIVE);
        assertThat(node.version()).isEqualTo(5);
        assertThat(node.effectiveEpoch()).isEqualTo(6);
    }

    static Stream<Arguments> losses() {
        NodeAttestation expired = new NodeAttestation(AttestationFacet.EXPIRED, null, null, null, null, null, null);
        NodePower down = new NodePower(PowerStatus.DOWN, 90, 100);
        return Stream.of(
                loss(MissingCondition.ATTESTATION, node -> node.withAttestation(expired, 7)),
                loss(
                        MissingCondition.STAKE,
                        node -> node.withStake(
                                Samples.STAKE.facet(TokenAmount.of(999), TokenAmount.ZERO, TokenAmount.ZERO), 7)),
                loss(MissingCondition.RATING, node -> node.withPower(down, 7)),
                loss(MissingCondition.RESERVED, node -> node.withReservedBy(ORDER, 7)),
                loss(MissingCondition.MAINTENANCE, node -> node.withOperation(NodeOperation.of(true, null, null), 7)));
    }

    @Test
    void changesOnlyWhatItsProviderNames() {
        Node node = Samples.listed();
        Node shared = node.withOperation(NodeOperation.of(null, null, 2_500), 7);
        Node moved = shared.withOperation(NodeOperation.of(null, URI.create("https://elsewhere"), null), 8);
        Node alone = moved.withOperation(NodeOperation.of(null, null, NodeOperation.ALONE), 9);

        assertThat(shared.sharedPhiBps()).isEqualTo(2_500);
        assertThat(shared.gatewayOrigin()).isEqualTo(node.gatewayOrigin());
        assertThat(moved.sharedPhiBps()).isEqualTo(2_500);
        assertThat(moved.gatewayOrigin()).isEqualTo("https://elsewhere");
        assertThat(alone.sharedPhiBps()).isNull();
        assertThat(alone.listed()).isTrue();
        assertThat(alone.version()).isEqualTo(node.version() + 3);
        assertThat(alone.effectiveEpoch()).isEqualTo(9);
    }

    @Test
    void knowsWhenTheSharedPartChanges() {
        Node alone = Samples.listed();
        Node shared = alone.withOperation(NodeOperation.of(null, null, 2_500), 7);

        assertThat(NodeOperation.of(true, null, null).changesSharedPart(shared)).isFalse();
        assertThat(NodeOperation.of(null, null, 2_500).changesSharedPart(shared))
                .isFalse();
        assertThat(NodeOperation.of(null, null, NodeOperation.ALONE).changesSharedPart(alone))
                .isFalse();
        assertThat(NodeOperation.of(null, null, 2_501).changesSharedPart(shared))
                .isTrue();
        assertThat(NodeOperation.of(null, null, 2_500).changesSharedPart(alone)).isTrue();
        assertThat(NodeOperation.of(null, null, NodeOperation.ALONE).changesSharedPart(shared))
                .isTrue();
    }

    private static Arguments loss(MissingCondition missing, UnaryOperator<Node> change) {
        return Arguments.of(missing, change);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void isUnlistedByEachLostConditionAloneAndStaysActive(MissingCondition missing, UnaryOperator<Node> change) {
        Node node = change.apply(Samples.listed());
        assertThat(node.missing()).containsExactly(missing);
        assertThat(node.listed()).isFalse();
        assertThat(node.lifecycle()).isEqualTo(NodeLifecycle.ACTIVE);
    }

    @Test
    void comesBackByItselfWhenTheLostFacetIsCured() {
        Node lost = Samples.listed().withPower(new NodePower(PowerStatus.DOWN, 90, 100), 7);
        assertThat(lost.withPower(Samples.RATED, 8).listed()).isTrue();
    }

    @Test
    void refusesARatingOfADeviceThatItLacks() {
        Node node = Samples.fresh();
        assertThatThrownBy(() -> node.withRating(1, 100, 90, ModelFit.UNLISTED, 3))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"PLAUSIBLE, true", "UNLISTED, true", "TOO_SLOW, false", "TOO_FAST, false"})
    void listsNoDeviceThatIsAnotherThanItClaimsToBe(ModelFit fit, boolean listed) {
        Node node = Samples.listed().withRating(0, 100, 90, fit, 7);

        assertThat(node.listed()).isEqualTo(listed);
        assertThat(node.missing().contains(MissingCondition.DEVICE_MODEL)).isNotEqualTo(listed);
        assertThat(node.devices().getFirst().fit()).isEqualTo(fit);
        assertThat(node.withRating(0, 100, 90, ModelFit.PLAUSIBLE, 8).listed()).isTrue();
    }

    @Test
    void isRatedOnceAllItsDevicesAre() {
        Node two = two(Samples.listed());
        assertThat(two.power()).isEqualTo(new NodePower(PowerStatus.UNRATED, 0, 0));

        Node half = two.withRating(1, 300, 270, ModelFit.UNLISTED, 12);
        assertThat(half.power()).isEqualTo(new NodePower(PowerStatus.UNRATED, 270, 300));
        assertThat(half.listed()).isFalse();

        Node both = half.withRating(0, 100, 90, ModelFit.UNLISTED, 13);
        assertThat(both.power()).isEqualTo(new NodePower(PowerStatus.RATED, 360, 400));
        assertThat(both.listed()).isTrue();
        assertThat(both.withRating(1, 300, 270, ModelFit.TOO_FAST, 14).listed()).isFalse();
    }

    @Test
    void anAlarmIsOverOnceAllDevicesWereMeasuredAgainAndKeepsTheirRatingsUntilThen() {
        Node rated = two(Samples.listed())
                .withRating(0, 100, 90, ModelFit.UNLISTED, 12)
                .withRating(1, 300, 270, ModelFit.UNLISTED, 12);

        Node alarmed = rated.withAlarm(20);
        assertThat(alarmed.power().status()).isEqualTo(PowerStatus.DEGRADED);
        assertThat(alarmed.devices()).extracting(Device::r0).containsExactly(90L, 270L);
        Node half = alarmed.withRating(0, 100, 90, ModelFit.UNLISTED, 24);
        assertThat(half.power().status()).isEqualTo(PowerStatus.DEGRADED);
        assertThat(half.withRating(1, 200, 180, ModelFit.UNLISTED, 24).power())
                .isEqualTo(new NodePower(PowerStatus.RATED, 270, 300));
    }

    @ParameterizedTest
    @CsvSource({"0, 12, false", "0, 13, true", "1, 13, true", "2, 13, false"})
    void takesRatingsOfItsDevicesFromRoundsSinceTheRequestOnly(int device, long effectiveEpoch, boolean taken) {
        assertThat(two(Samples.listed()).takesRating(device, effectiveEpoch)).isEqualTo(taken);
        assertThat(Samples.listed().takesRating(0, 0)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "0, 65536", "-1, 0"})
    void refusesDevicesThatDoNotAscendByASixteenBitIndex(int first, int second) {
        List<Device> devices =
                List.of(Device.unrated(first, DeviceKind.CPU, "a", 1), Device.unrated(second, DeviceKind.CPU, "b", 1));
        assertThatThrownBy(() -> Samples.listed().withRatingRequest(devices, new RatingRequest(8, 10), 10))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Two devices from epoch 10 on. */
    private static Node two(Node node) {
        return node.withRatingRequest(
                List.of(Device.unrated(0, DeviceKind.CPU, "EPYC", 100), Device.unrated(1, DeviceKind.GPU, "card", 300)),
                new RatingRequest(8, 10),
                10);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 0, SUFFICIENT",
        "999, 0, PARTIAL",
        "0, 0, NONE",
        "1000, 1, UNBONDING",
        "1001, 1, SUFFICIENT",
    })
    void countsOnlyStakeThatIsNotUnbonding(long total, long unbonding, StakeStatus status) {
        assertThat(Samples.STAKE
                        .facet(TokenAmount.of(total), TokenAmount.ZERO, TokenAmount.of(unbonding))
                        .status())
                .isEqualTo(status);
    }
}
