package org.computingpower.challenge.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.computingpower.challenge.RecordedRounds;
import org.computingpower.challenge.TestMarket;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.beacon.DrandDraw;
import org.computingpower.challenge.domain.beacon.Quicknet;
import org.computingpower.events.ChallengeRoundEvent.BeaconPartFailed;
import org.computingpower.events.ChallengeRoundEvent.RoundOpened;
import org.computingpower.events.ChallengeRoundEvent.RoundWaivedByQuorum;
import org.computingpower.power.Hash32;
import org.computingpower.power.HashInput;
import org.computingpower.power.RoundPart;
import org.computingpower.power.round.BeaconOutput;
import org.computingpower.terms.signed.BeaconKind;
import org.computingpower.terms.signed.RoundCall;
import org.junit.jupiter.api.Test;

/** Three validators with threshold two, in the hour in which drand published the rounds that are recorded. */
class DrandRoundsTest {

    private static final long EPOCH = 12;
    private static final long EPOCH_SECONDS = 40;
    /** The epoch starts one drand period before round 1000 is due. */
    private static final long GENESIS = Quicknet.dueMillis(1_000) / 1_000 - 3 - EPOCH * EPOCH_SECONDS;

    private final VirtualMarket market =
            new VirtualMarket(TestMarket.drand(GENESIS, 3, 2), org.computingpower.power.round.BeaconKind.DRAND);
    private final VirtualValidator first = market.validators.get(0);
    private final VirtualValidator second = market.validators.get(1);
    private final VirtualValidator third = market.validators.get(2);
    private final Map<Long, Hash32> published = new TreeMap<>();

    private void publishRecorded() {
        RecordedRounds.all()
                .forEach((round, signature) -> published.put(round, BeaconOutput.ofDrandSignature(signature)));
    }

    private void letHear(VirtualValidator validator, long lateMillis) {
        validator.drand = round -> Optional.ofNullable(published.get(round))
                .filter(known -> market.now.get() >= Quicknet.dueMillis(round) + lateMillis);
    }

    private long drawn(RoundPart part) {
        DrandDraw draw = DrandDraw.of(market.rules, EPOCH, part);
        long round = draw.first();
        while (!draw.isDrawn(round, published.getOrDefault(round, Hash32.ZERO))) {
            round++;
        }
        return round;
    }

    @Test
    void allOpenTheSameRoundWhenTheDrawnOneIsPublished() {
        publishRecorded();
        market.validators.forEach(validator -> letHear(validator, 300));
        market.goTo(EPOCH, 10_000);
        long drawn = drawn(RoundPart.PRIMARY);
        assertThat(drawn).isEqualTo(DRAWN_BY_THE_RECORDED_ROUNDS);
        Hash32 output = published.getOrDefault(drawn, Hash32.ZERO);
        assertThat(market.validators).allSatisfy(validator -> {
            RoundOpened opened = validator.published(RoundOpened.class).stream()
                    .filter(event -> event.round().epoch() == EPOCH)
                    .findFirst()
                    .orElseThrow();
            assertThat(opened.round().beaconKind()).isEqualTo(BeaconKind.DRAND);
            assertThat(opened.round().beaconOutput()).isEqualTo(Hashes.terms(output));
            assertThat(opened.secrets()).isEmpty();
            assertThat(opened.drandRound()).isEqualTo(drawn);
            assertThat(opened.openedAt().toEpochMilli())
                    .isBetween(Quicknet.dueMillis(drawn) + 300, Quicknet.dueMillis(drawn) + 350);
            assertThat(opened.round())
                    .isEqualTo(VirtualMarket.opening(first, EPOCH).orElseThrow().round());
        });
    }

    /** Which of 1000, 1001 and 1002 draws in this epoch of this market. */
    private static final long DRAWN_BY_THE_RECORDED_ROUNDS = 1_001;

    @Test
    void whoHearsTooLateOpensNothingAndTheOthersAreAQuorum() {
        publishRecorded();
        letHear(first, 300);
        letHear(second, 1_900);
        letHear(third, 2_100);
        market.goTo(EPOCH, 13_000);
        assertThat(VirtualMarket.opening(first, EPOCH)).isPresent();
        assertThat(VirtualMarket.opening(second, EPOCH).orElseThrow().round())
                .isEqualTo(VirtualMarket.opening(first, EPOCH).orElseThrow().round());
        assertThat(VirtualMarket.opening(third, EPOCH)).isEmpty();
    }

    @Test
    void theReservePartBeginsWithItsOwnDrawWhenDrandWasOutOfReach() {
        for (long round = 1_003; round <= 1_010; round++) {
            published.put(round, new HashInput().u64(round).sha256());
        }
        market.validators.forEach(validator -> letHear(validator, 100));
        market.goTo(EPOCH, 34_000);
        assertThat(market.validators).allSatisfy(validator -> {
            assertThat(VirtualMarket.opening(validator, EPOCH)
                            .orElseThrow()
                            .round()
                            .part())
                    .isEqualTo(RoundPart.RESERVE.wire());
            assertThat(VirtualMarket.opening(validator, EPOCH).orElseThrow().openedAtMillis())
                    .isBetween(
                            Quicknet.dueMillis(drawn(RoundPart.RESERVE)),
                            Quicknet.dueMillis(drawn(RoundPart.RESERVE)) + 200);
        });
    }

    @Test
    void withoutDrandTheEpochIsWaivedAndNobodyIsStruck() {
        market.goTo(EPOCH, 39_000);
        assertThat(market.validators).allSatisfy(validator -> {
            assertThat(VirtualMarket.opening(validator, EPOCH)).isEmpty();
            assertThat(validator.published(BeaconPartFailed.class).stream().filter(failed -> failed.epoch() == EPOCH))
                    .hasSize(2)
                    .allSatisfy(failed -> assertThat(failed.silent()).isEmpty());
            assertThat(validator.published(RoundWaivedByQuorum.class).stream()
                            .filter(waived -> waived.epoch() == EPOCH))
                    .hasSize(1);
        });
    }

    @Test
    void nobodyCanCallARound() {
        market.goTo(EPOCH, 1_000);
        VirtualValidator leader = market.leader(EPOCH, RoundPart.PRIMARY);
        List<org.computingpower.terms.Address> called = market.validators.stream()
                .map(VirtualValidator::address)
                .sorted()
                .limit(2)
                .toList();
        RoundCall call = new RoundCall(1, EPOCH, 0, called);
        PeerMessage.Call message = new PeerMessage.Call(
                leader.address(), call, leader.desk.sign(call, "a call").orElseThrow());
        assertThat(market.others(leader).getFirst().messages.call(message)).isEqualTo(PeerAnswer.REFUSED);
    }

    @Test
    void aCommitmentThatOnlyOneHeardReachesAll() {
        // The block of a round is the one the leader committed to: whoever knows it tells the others.
        market.goTo(EPOCH, 500);
        assertThat(market.validators)
                .allSatisfy(validator ->
                        assertThat(validator.store.commitments(EPOCH + 1)).hasSize(3));
        VirtualValidator leader = market.leader(EPOCH, RoundPart.PRIMARY);
        market.goTo(EPOCH, 39_990);
        market.cutOff.add(leader);
        market.goTo(EPOCH + 1, 100);
        assertThat(market.others(leader).getFirst().store.commitments(EPOCH + 2))
                .hasSize(2);
    }
}
