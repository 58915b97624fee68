package org.computingpower.challenge.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.computingpower.events.ChallengeRoundEvent;
import org.computingpower.events.ChallengeRoundEvent.BeaconPartFailed;
import org.computingpower.events.ChallengeRoundEvent.CallContradicted;
import org.computingpower.events.ChallengeRoundEvent.RoundWaivedByQuorum;
import org.computingpower.events.ChallengeVerdictEvent.ProofJudged;
import org.computingpower.events.MarketEvent;
import org.computingpower.power.RoundPart;
import org.computingpower.terms.Address;
import org.computingpower.terms.signed.RoundCall;
import org.computingpower.terms.signed.RoundWaived;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Silent and contradicting validators, three with threshold two: a strike, the reserve part, evidence, a waiver, and never a verdict on a node. */
class MissedRoundsTest {

    private static final long EPOCH = 13;

    private final VirtualMarket market = new VirtualMarket(3, 2);
    private VirtualValidator leader = market.validators.getFirst();
    private VirtualValidator second = leader;
    private VirtualValidator third = leader;

    @BeforeEach
    void know() {
        market.goTo(EPOCH, 450);
        leader = market.leader(EPOCH, RoundPart.PRIMARY);
        second = market.leader(EPOCH, RoundPart.RESERVE);
        third = market.others(leader, second).getFirst();
    }

    /** What a validator published about the epoch, and later ones. */
    private static <T extends MarketEvent> List<T> published(VirtualValidator validator, Class<T> type) {
        return validator.published(type).stream()
                .filter(event -> !(event instanceof ChallengeRoundEvent) || Long.parseLong(event.key()) >= EPOCH)
                .toList();
    }

    @Test
    void theSecondInRankTakesOverFromASilentLeader() {
        market.cutOff.add(leader);
        market.goTo(EPOCH, 5_100);
        assertThat(List.of(second, third)).allSatisfy(validator -> {
            assertThat(VirtualMarket.opening(validator, EPOCH))
                    .hasValueSatisfying(
                            opening -> assertThat(opening.round().part()).isEqualTo(RoundPart.RESERVE.wire()));
            assertThat(published(validator, BeaconPartFailed.class))
                    .singleElement()
                    .satisfies(failed -> {
                        assertThat(failed.part()).isEqualTo(RoundPart.PRIMARY.wire());
                        assertThat(failed.silent()).containsExactly(leader.address());
                    });
        });
        assertThat(VirtualMarket.opening(second, EPOCH).orElseThrow().round())
                .isEqualTo(VirtualMarket.opening(third, EPOCH).orElseThrow().round());
        market.goTo(EPOCH + 1, 480);
        assertThat(published(second, ProofJudged.class).stream()
                        .filter(judged -> judged.verdict().epoch() == EPOCH))
                .hasSize(1);
        assertThat(published(second, RoundWaivedByQuorum.class)).isEmpty();
    }

    @Test
    void parametersOfTheReservePartNameIt() {
        market.cutOff.add(leader);
        market.goTo(EPOCH, 3_200);
        assertThat(VirtualMarket.opening(second, EPOCH)).isPresent();
        assertThat(second.conductor.slotsOf(EPOCH, VirtualMarket.NODE.nodeId()))
                .isNotEmpty()
                .allSatisfy(slot -> assertThat(slot.parameters().part()).isEqualTo(RoundPart.RESERVE));
    }

    @Test
    void aSilentReserveLeaderMeansAWaiverByQuorumAndNoVerdict() {
        // The primary call names the leader and the second in rank, who leads the reserve part too.
        market.cutOff.add(second);
        market.goTo(EPOCH, 5_100);
        List<VirtualValidator> there = List.of(leader, third);
        assertThat(there).allSatisfy(validator -> {
            assertThat(VirtualMarket.opening(validator, EPOCH)).isEmpty();
            assertThat(published(validator, BeaconPartFailed.class))
                    .hasSize(2)
                    .allSatisfy(failed -> assertThat(failed.silent()).containsExactly(second.address()));
            assertThat(published(validator, RoundWaivedByQuorum.class))
                    .singleElement()
                    .satisfies(waived -> {
                        assertThat(waived.epoch()).isEqualTo(EPOCH);
                        assertThat(waived.waiver()).isEqualTo(new RoundWaived(1, EPOCH, MissedRounds.NO_ROUND));
                        assertThat(waived.signatures())
                                .hasSize(2)
                                .allSatisfy(signed -> assertThat(waived.waiver()
                                                .isSignedBy(
                                                        signed.signer(), signed.signature(), market.rules.domains()))
                                        .isTrue());
                    });
            assertThat(published(validator, ProofJudged.class))
                    .noneSatisfy(judged -> assertThat(judged.verdict().epoch()).isEqualTo(EPOCH));
        });
    }

    @Test
    void aStruckValidatorIsNamedLastUntilItIsForgotten() {
        market.cutOff.add(second);
        market.goTo(EPOCH, 9_000);
        market.cutOff.clear();
        market.goTo(EPOCH + 2, 450);
        // It committed again for this epoch, and is only named where it leads itself.
        VirtualValidator next = market.leader(EPOCH + 2, RoundPart.PRIMARY);
        market.goTo(EPOCH + 2, 1_500);
        List<Address> named = next.heard.stream()
                .filter(RoundStream.StreamEvent.RoundCalled.class::isInstance)
                .map(RoundStream.StreamEvent.RoundCalled.class::cast)
                .filter(called -> called.epoch() == EPOCH + 2)
                .flatMap(called -> called.call().signers().stream())
                .toList();
        assertThat(named).hasSize(2);
        if (next != second) {
            assertThat(named).doesNotContain(second.address());
        }
    }

    @Test
    void aStrikeOutlivesARestart() {
        market.cutOff.add(second);
        market.goTo(EPOCH, 9_000);
        assertThat(third.store.strikes).containsOnlyKeys(second.address());
        MissedRounds restarted = third.missedAfterRestart();
        assertThat(restarted.lastSilent()).isEmpty();
        restarted.recover(EPOCH + 1);
        assertThat(restarted.lastSilent()).containsExactly(Map.entry(second.address(), EPOCH));
        // It is forgotten after four epochs, restart or not.
        MissedRounds later = third.missedAfterRestart();
        later.recover(EPOCH + 4);
        assertThat(later.lastSilent()).hasSize(1);
        MissedRounds muchLater = third.missedAfterRestart();
        muchLater.recover(EPOCH + 5);
        assertThat(muchLater.lastSilent()).isEmpty();
    }

    private PeerMessage.Call call(VirtualValidator author, RoundPart part, VirtualValidator... signers) {
        List<Address> named =
                Stream.of(signers).map(VirtualValidator::address).sorted().toList();
        RoundCall call = new RoundCall(1, EPOCH, part.wire(), named);
        return new PeerMessage.Call(
                author.address(), call, author.desk.signRemembered(call.digest(market.rules.domains())));
    }

    @Test
    void twoCallsOfOneLeaderAreEvidenceAndOpenNothing() {
        market.cutOff.add(leader);
        market.goTo(EPOCH, 600);
        second.take(call(leader, RoundPart.PRIMARY, leader, second));
        third.take(call(leader, RoundPart.PRIMARY, leader, third));
        market.deliver();
        assertThat(List.of(second, third)).allSatisfy(validator -> {
            assertThat(VirtualMarket.opening(validator, EPOCH)).isEmpty();
            assertThat(published(validator, CallContradicted.class))
                    .singleElement()
                    .satisfies(evidence -> {
                        assertThat(evidence.leader()).isEqualTo(leader.address());
                        assertThat(evidence.first()).isNotEqualTo(evidence.second());
                        assertThat(evidence.first()
                                        .isSignedBy(
                                                leader.address(), evidence.firstSignature(), market.rules.domains()))
                                .isTrue();
                        assertThat(evidence.second()
                                        .isSignedBy(
                                                leader.address(), evidence.secondSignature(), market.rules.domains()))
                                .isTrue();
                    });
        });
        market.goTo(EPOCH, 5_100);
        assertThat(List.of(second, third))
                .allSatisfy(validator -> assertThat(VirtualMarket.opening(validator, EPOCH))
                        .hasValueSatisfying(
                                opening -> assertThat(opening.round().part()).isEqualTo(RoundPart.RESERVE.wire())));
    }

    @Test
    void oneCallIsNoEvidence() {
        market.goTo(EPOCH, 1_400);
        assertThat(market.validators)
                .allSatisfy(validator ->
                        assertThat(published(validator, CallContradicted.class)).isEmpty());
    }

    @Test
    void whoOpenedThePrimaryPartTakesNoShareInTheReservePart() {
        market.goTo(EPOCH, 1_600);
        assertThat(VirtualMarket.opening(leader, EPOCH)).isPresent();
        long secrets = leader.heard.size();
        leader.take(call(second, RoundPart.RESERVE, second, leader));
        assertThat(leader.heard).hasSize((int) secrets);
    }

    @Test
    void aWaiverWithAnotherCauseOrAForeignSignatureCountsNothing() {
        market.cutOff.add(second);
        market.cutOff.add(third);
        market.goTo(EPOCH, 5_100);
        assertThat(published(leader, RoundWaivedByQuorum.class)).isEmpty();
        RoundWaived other = new RoundWaived(1, EPOCH, 2);
        RoundWaived right = new RoundWaived(1, EPOCH, MissedRounds.NO_ROUND);
        leader.take(new PeerMessage.Waiver(
                third.address(), other, third.desk.signRemembered(other.digest(market.rules.domains()))));
        leader.take(new PeerMessage.Waiver(
                third.address(), right, second.desk.signRemembered(right.digest(market.rules.domains()))));
        assertThat(published(leader, RoundWaivedByQuorum.class)).isEmpty();
        leader.take(new PeerMessage.Waiver(
                third.address(), right, third.desk.signRemembered(right.digest(market.rules.domains()))));
        assertThat(published(leader, RoundWaivedByQuorum.class)).hasSize(1);
    }

    @Test
    void whoWasNotThereSaysNothingAboutOthers() {
        market.cutOff.add(leader);
        market.cutOff.add(third);
        market.goTo(EPOCH + 1, 600);
        market.cutOff.remove(third);
        market.goTo(EPOCH + 1, 5_100);
        assertThat(published(third, BeaconPartFailed.class))
                .noneSatisfy(failed -> assertThat(failed.epoch()).isEqualTo(EPOCH + 1));
        assertThat(published(third, RoundWaivedByQuorum.class)).isEmpty();
    }
}
