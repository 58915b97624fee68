package org.computingpower.challenge.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.computingpower.challenge.TestMarket;
import org.computingpower.challenge.domain.beacon.BeaconPart;
import org.computingpower.challenge.domain.beacon.BeaconPart.Word;
import org.computingpower.challenge.domain.beacon.BeaconRound;
import org.computingpower.challenge.domain.beacon.BlockRef;
import org.computingpower.challenge.domain.beacon.OwnSecrets;
import org.computingpower.challenge.domain.beacon.SignedCall;
import org.computingpower.challenge.domain.beacon.SignedCommitment;
import org.computingpower.challenge.domain.beacon.Taken;
import org.computingpower.power.Hash32;
import org.computingpower.power.HashInput;
import org.computingpower.power.RoundPart;
import org.computingpower.power.round.BeaconSecret;
import org.computingpower.terms.Address;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.BeaconCommitment;
import org.computingpower.terms.signed.RoundCall;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who opens its secret when, when there is a round, and who is named if there is none: three validators, threshold two. */
class BeaconPartTest {

    private static final long EPOCH = 5;
    private static final long TOLERANCE = 2_000;

    private final MarketRules rules = MarketRules.of(TestMarket.drand(0, 3, 2));
    private final BeaconRound round = new BeaconRound(EPOCH, rules, Hash32.ZERO);
    private final BeaconPart part = round.part(RoundPart.PRIMARY);
    private final Address leader = part.leader();
    private final Address called = other(leader);
    private final long drawn = part.drawnStartMillis(secret(leader));

    @BeforeEach
    void everybodyCommitted() {
        TestMarket.validators(3).forEach(key -> {
            BeaconCommitment commitment = secrets(key.address()).commitment(1, BlockRef.NONE);
            assertThat(round.takeCommitment(signed(key, commitment))).isEqualTo(Taken.TAKEN);
        });
    }

    private SignedCommitment signed(SigningKey key, BeaconCommitment commitment) {
        return new SignedCommitment(key.address(), commitment, commitment.sign(key, rules.domains()));
    }

    private static Address other(Address... but) {
        return TestMarket.validators(3).stream()
                .map(SigningKey::address)
                .filter(address -> !Arrays.asList(but).contains(address))
                .findFirst()
                .orElseThrow();
    }

    private static OwnSecrets secrets(Address validator) {
        return new OwnSecrets(
                EPOCH,
                new BeaconSecret(new HashInput().u64(0).raw(validator.toArray()).sha256()),
                new BeaconSecret(new HashInput().u64(1).raw(validator.toArray()).sha256()));
    }

    private static BeaconSecret secret(Address validator) {
        return secrets(validator).primary();
    }

    private Taken call(Address second, long millis) {
        List<Address> signers = List.of(leader, second).stream().sorted().toList();
        SigningKey key = TestMarket.validators(3).stream()
                .filter(one -> one.address().equals(leader))
                .findFirst()
                .orElseThrow();
        RoundCall made = new RoundCall(1, EPOCH, 0, signers);
        return part.takeCall(new SignedCall(leader, made, made.sign(key, rules.domains())), drawn + millis);
    }

    private void open(Address validator, long millis) {
        assertThat(part.takeSecret(validator, secret(validator), drawn + millis))
                .isEqualTo(Taken.TAKEN);
    }

    private boolean opensAt(Address validator, long millis) {
        return part.isToOpen(validator, drawn + millis, TOLERANCE);
    }

    private boolean readyAt(long millis) {
        return part.ready(drawn + millis, TOLERANCE).isPresent();
    }

    @Test
    void aCallAloneOpensTheLeadersSecretOnly() {
        call(called, 0);
        assertThat(opensAt(leader, 0)).isTrue();
        assertThat(opensAt(called, 0)).isFalse();
        assertThat(part.word(TOLERANCE)).isEqualTo(Word.INCOMPLETE);
        open(leader, 1);
        assertThat(opensAt(called, 1)).isTrue();
        assertThat(opensAt(other(leader, called), 1)).isFalse();
    }

    @Test
    void aSecretAloneOpensNothing() {
        open(leader, 0);
        assertThat(opensAt(called, 0)).isFalse();
        call(called, 1);
        assertThat(opensAt(called, 1)).isTrue();
    }

    @Test
    void theOthersWaitForTheDrawnInstantHoweverEarlyTheLeaderMayBe() {
        call(called, -TOLERANCE);
        open(leader, -TOLERANCE);
        assertThat(part.word(TOLERANCE)).isEqualTo(Word.GOOD);
        assertThat(opensAt(called, -TOLERANCE)).isFalse();
        assertThat(opensAt(called, -1)).isFalse();
        assertThat(opensAt(called, 0)).isTrue();
        assertThat(opensAt(called, TOLERANCE)).isTrue();
        assertThat(opensAt(called, TOLERANCE + 1)).isFalse();
    }

    @Test
    void aWordBeforeTheToleranceIsWorthNothingEverAndTheLeaderIsNamed() {
        call(called, -TOLERANCE - 1);
        open(leader, 0);
        isTheLeadersFault();
    }

    @Test
    void aSecretBeforeTheToleranceIsWorthNothingEverAndTheLeaderIsNamed() {
        open(leader, -TOLERANCE - 1);
        call(called, 0);
        isTheLeadersFault();
    }

    @Test
    void aWordAfterTheToleranceIsWorthNothingAndTheLeaderIsNamed() {
        call(called, 0);
        open(leader, TOLERANCE + 1);
        isTheLeadersFault();
    }

    private void isTheLeadersFault() {
        assertThat(part.word(TOLERANCE)).isEqualTo(Word.OFF);
        assertThat(opensAt(called, 0)).isFalse();
        open(called, 0);
        assertThat(readyAt(0)).isFalse();
        assertThat(part.silent(TOLERANCE)).containsExactly(leader);
    }

    @Test
    void aLeaderThatKeepsItsSecretIsNamedAndNobodyElse() {
        assertThat(part.silent(TOLERANCE)).containsExactly(leader);
        call(called, 0);
        assertThat(part.silent(TOLERANCE)).containsExactly(leader);
    }

    @Test
    void theLastSecretMayComeAtTheEndOfTheToleranceAndNoLater() {
        call(called, 0);
        open(leader, 0);
        assertThat(readyAt(0)).isFalse();
        assertThat(part.silent(TOLERANCE)).containsExactly(called);
        open(called, TOLERANCE);
        assertThat(readyAt(TOLERANCE)).isTrue();
        assertThat(part.silent(TOLERANCE)).isEmpty();
    }

    @Test
    void whoOpensItsSecretTooLateIsNamedAndGetsNoRound() {
        call(called, 0);
        open(leader, 0);
        open(called, TOLERANCE + 1);
        assertThat(readyAt(TOLERANCE + 1)).isFalse();
        assertThat(part.silent(TOLERANCE)).containsExactly(called);
    }

    @Test
    void aLeaderInTheSecondHalfOfTheToleranceLeavesTheOthersNoTimeAndIsNamedItself() {
        call(called, 0);
        open(leader, TOLERANCE / 2 + 1);
        assertThat(opensAt(called, TOLERANCE / 2 + 1)).isTrue();
        assertThat(part.silent(TOLERANCE)).containsExactly(leader);
        open(called, TOLERANCE);
        assertThat(readyAt(TOLERANCE)).isTrue();
    }

    @Test
    void twoCallsOpenNothing() {
        call(called, 0);
        open(leader, 0);
        assertThat(call(other(leader, called), 1)).isEqualTo(Taken.CONTRADICTS);
        assertThat(opensAt(called, 1)).isFalse();
        open(called, 1);
        assertThat(readyAt(1)).isFalse();
        assertThat(part.silent(TOLERANCE)).containsExactly(leader);
    }

    @Test
    void whoCommitsTwiceCountsAsNotCommittedWhicheverCameFirst() {
        SigningKey torn = TestMarket.validators(3).stream()
                .filter(key -> key.address().equals(called))
                .findFirst()
                .orElseThrow();
        SignedCommitment first = signed(torn, secrets(called).commitment(1, BlockRef.NONE));
        SignedCommitment second = signed(torn, secrets(leader).commitment(1, BlockRef.NONE));
        assertThat(round.takeCommitment(first)).isEqualTo(Taken.REPEATED);
        assertThat(round.contradiction(called)).isEmpty();
        assertThat(round.takeCommitment(second)).isEqualTo(Taken.CONTRADICTS);
        assertThat(round.contradiction(called)).contains(new BeaconRound.Contradiction(first, second));
        assertThat(round.takeCommitment(first)).isEqualTo(Taken.REPEATED);
        assertThat(round.takeCommitment(second)).isEqualTo(Taken.REPEATED);
        assertThat(part.draftCall(Map.of()).orElseThrow().signers()).doesNotContain(called);
        assertThat(part.takeSecret(called, secret(called), drawn)).isEqualTo(Taken.EARLY);
        assertThat(call(called, 0)).isEqualTo(Taken.EARLY);
        assertThat(call(other(leader, called), 0)).isEqualTo(Taken.TAKEN);
    }
}
