package org.computingpower.challenge.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.computingpower.challenge.TestMarket;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.events.ChallengeRoundEvent.BeaconPartFailed;
import org.computingpower.power.RoundPart;
import org.computingpower.power.round.BeaconKind;
import org.computingpower.power.round.BeaconSecret;
import org.computingpower.terms.Address;
import org.computingpower.terms.signed.RoundCall;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A leader that acts by hand against two honest validators: T0 lies between 1 and 10 s after the epoch's start, in this epoch long enough after
 * the earliest call. What it gets to know before T0 is its foreknowledge of the round.
 */
class EarlyLeaderTest {

    private static final long FIRST_EPOCH = 12;
    /** The earliest T0 is 1 s, a call two seconds off is out of the tolerance. */
    private static final long LONG_AFTER_THE_START = 5_000;

    private static final long EARLY = 1_100;

    private final VirtualMarket market = new VirtualMarket(TestMarket.drand(0, 3, 2), BeaconKind.COMMIT_REVEAL);
    private long epoch = FIRST_EPOCH;
    private VirtualValidator leader = market.validators.getFirst();
    private VirtualValidator second = leader;
    private VirtualValidator third = leader;
    /** T0 in milliseconds after the epoch's start. */
    private long drawn;

    @BeforeEach
    void theLeaderDrewALateInstant() {
        do {
            epoch++;
            market.goTo(epoch, 500);
            leader = market.leader(epoch, RoundPart.PRIMARY);
            drawn = leadersSecret()
                    .roundStartMillis(
                            epoch,
                            RoundPart.PRIMARY,
                            market.rules.drawFromMillis(RoundPart.PRIMARY),
                            market.rules.drawToMillis(RoundPart.PRIMARY));
        } while (drawn < LONG_AFTER_THE_START);
        second = market.leader(epoch, RoundPart.RESERVE);
        third = market.others(leader, second).getFirst();
        market.cutOff.add(leader);
    }

    private BeaconSecret leadersSecret() {
        return Objects.requireNonNull(leader.store.secrets.get(epoch)).primary();
    }

    /** The leader calls itself and the second in rank, and tells the latter alone. */
    private void call() {
        List<Address> named =
                Stream.of(leader.address(), second.address()).sorted().toList();
        RoundCall call = new RoundCall(1, epoch, RoundPart.PRIMARY.wire(), named);
        second.take(new PeerMessage.Call(
                leader.address(), call, leader.desk.signRemembered(call.digest(market.rules.domains()))));
        market.deliver();
    }

    private void openLeadersSecret() {
        second.take(new PeerMessage.Secret(
                leader.address(),
                epoch,
                RoundPart.PRIMARY.wire(),
                Hashes.terms(leadersSecret().value())));
        market.deliver();
    }

    /** Whether anybody can know the second validator's secret of the primary part. */
    private boolean isOpen() {
        return market.validators.stream()
                .flatMap(validator -> validator.heard.stream())
                .anyMatch(event -> event instanceof RoundStream.StreamEvent.SecretOpened opened
                        && opened.validator().equals(second.address())
                        && opened.epoch() == epoch
                        && opened.part() == RoundPart.PRIMARY.wire());
    }

    private Optional<RoundStore.Opening> opening(VirtualValidator validator) {
        return VirtualMarket.opening(validator, epoch);
    }

    private void theReservePartTakesOverAndOnlyTheLeaderIsNamed() {
        market.goTo(epoch, 35_900);
        assertThat(isOpen()).isFalse();
        assertThat(List.of(second, third)).allSatisfy(validator -> {
            assertThat(opening(validator).orElseThrow().round().part()).isEqualTo(RoundPart.RESERVE.wire());
            assertThat(validator.published(BeaconPartFailed.class).stream().filter(failed -> failed.epoch() == epoch))
                    .singleElement()
                    .satisfies(failed -> {
                        assertThat(failed.part()).isEqualTo(RoundPart.PRIMARY.wire());
                        assertThat(failed.silent()).containsExactly(leader.address());
                    });
        });
    }

    @Test
    void aCalledValidatorOpensItsSecretWhenTheLeaderDid() {
        market.goTo(epoch, drawn);
        call();
        assertThat(isOpen()).isFalse();
        openLeadersSecret();
        assertThat(isOpen()).isTrue();
        assertThat(List.of(second, third)).allSatisfy(validator -> {
            RoundStore.Opening opening = opening(validator).orElseThrow();
            assertThat(opening.round().part()).isEqualTo(RoundPart.PRIMARY.wire());
            assertThat(opening.openedAtMillis()).isEqualTo(market.rules.startMillis(epoch) + drawn);
        });
    }

    @Test
    void anEarlyCallGetsNobodysSecretAndNoRoundLater() {
        market.goTo(epoch, EARLY);
        call();
        assertThat(isOpen()).isFalse();
        market.goTo(epoch, drawn);
        openLeadersSecret();
        theReservePartTakesOverAndOnlyTheLeaderIsNamed();
    }

    @Test
    void anEarlyCallWithItsSecretGetsNobodysSecretEither() {
        market.goTo(epoch, EARLY);
        call();
        openLeadersSecret();
        assertThat(isOpen()).isFalse();
        theReservePartTakesOverAndOnlyTheLeaderIsNamed();
    }

    @Test
    void aLeaderThatCallsAndKeepsItsSecretFailsThePartAndIsNamedAlone() {
        market.goTo(epoch, drawn);
        call();
        theReservePartTakesOverAndOnlyTheLeaderIsNamed();
    }

    @Test
    void aLeaderWhoseClockIsAheadLearnsNothingBeforeTheDrawnInstant() {
        market.goTo(epoch, drawn - 1_500);
        call();
        openLeadersSecret();
        market.goTo(epoch, drawn - 1);
        assertThat(isOpen()).isFalse();
        market.goTo(epoch, drawn);
        assertThat(isOpen()).isTrue();
        assertThat(opening(third).orElseThrow().round())
                .isEqualTo(opening(second).orElseThrow().round());
    }

    @Test
    void whoOpensItsSecretTooLateIsNamedAndNotTheLeader() {
        market.cutOff.add(second);
        market.goTo(epoch, drawn);
        List<Address> named =
                Stream.of(leader.address(), second.address()).sorted().toList();
        RoundCall call = new RoundCall(1, epoch, RoundPart.PRIMARY.wire(), named);
        third.take(new PeerMessage.Call(
                leader.address(), call, leader.desk.signRemembered(call.digest(market.rules.domains()))));
        third.take(secret(leader));
        market.goTo(epoch, drawn + 2_001);
        third.take(secret(second));
        assertThat(opening(third)).isEmpty();
        market.goTo(epoch, 11_100);
        assertThat(third.published(BeaconPartFailed.class).stream().filter(failed -> failed.epoch() == epoch))
                .singleElement()
                .satisfies(failed -> assertThat(failed.silent()).containsExactly(second.address()));
    }

    private PeerMessage.Secret secret(VirtualValidator of) {
        BeaconSecret secret =
                Objects.requireNonNull(of.store.secrets.get(epoch)).primary();
        return new PeerMessage.Secret(of.address(), epoch, RoundPart.PRIMARY.wire(), Hashes.terms(secret.value()));
    }
}
