package org.computingpower.registry.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.computingpower.events.MissingCondition;
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
                loss(MissingCondition.MAINTENANCE, node -> node.withOperation(true, "https://x", 7)));
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
        assertThatThrownBy(() -> node.withRating(1, 100, 90, 3)).isInstanceOf(IllegalArgumentException.class);
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
