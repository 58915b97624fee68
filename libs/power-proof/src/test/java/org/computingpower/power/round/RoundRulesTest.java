package org.computingpower.power.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.computingpower.power.Hash32;
import org.computingpower.power.HashInput;
import org.computingpower.power.ProofMode;
import org.computingpower.power.RoundPart;
import org.computingpower.power.round.ReceiptRule.Receipt;
import org.junit.jupiter.api.Test;

class RoundRulesTest {

    private static final ValidatorAddress A = address(1);
    private static final ValidatorAddress B = address(2);
    private static final ValidatorAddress C = address(3);
    private static final ReceiptRule TWO_OF_THREE = new ReceiptRule(Set.of(A, B, C), 2);
    private static final long DEADLINE = 20_000;

    private static ValidatorAddress address(int last) {
        byte[] bytes = new byte[20];
        bytes[19] = (byte) last;
        return ValidatorAddress.of(bytes);
    }

    private static Hash32 hash(int seed) {
        return HashInput.sha256(new byte[] {(byte) seed});
    }

    @Test
    void inTimeAtTheDeadlineAndLateOneMillisecondAfter() {
        assertThat(TWO_OF_THREE.isInTime(List.of(new Receipt(A, DEADLINE), new Receipt(B, DEADLINE)), DEADLINE))
                .isTrue();
        assertThat(TWO_OF_THREE.isInTime(
                        List.of(
                                new Receipt(A, DEADLINE + 1),
                                new Receipt(B, DEADLINE + 1),
                                new Receipt(C, DEADLINE + 1)),
                        DEADLINE))
                .isFalse();
    }

    @Test
    void lateAtAMinorityIsInTimeAndLateAtAMajorityIsNot() {
        assertThat(TWO_OF_THREE.isInTime(
                        List.of(new Receipt(A, 9_000), new Receipt(B, DEADLINE), new Receipt(C, DEADLINE + 1)),
                        DEADLINE))
                .isTrue();
        assertThat(TWO_OF_THREE.isInTime(
                        List.of(new Receipt(A, 9_000), new Receipt(B, DEADLINE + 1), new Receipt(C, DEADLINE + 1)),
                        DEADLINE))
                .isFalse();
    }

    @Test
    void repeatedReceiptsAndThoseOfOutsidersDoNotCount() {
        assertThat(TWO_OF_THREE.isInTime(
                        List.of(new Receipt(A, 1), new Receipt(A, 2), new Receipt(address(9), 3)), DEADLINE))
                .isFalse();
    }

    @Test
    void refusesAThresholdOutsideTheSet() {
        assertThatThrownBy(() -> new ReceiptRule(Set.of(A), 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReceiptRule(Set.of(A), 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesADeviceTwiceInARoster() {
        RosterEntry entry = new RosterEntry(hash(1), Hash32.ZERO, 0, ProofMode.STANDBY, hash(2));
        RosterEntry again = new RosterEntry(hash(1), Hash32.ZERO, 0, ProofMode.AUDIT, hash(3));
        assertThatThrownBy(() -> Roster.of(List.of(entry, again))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyValidatorLeadsItsShareOfEpochs() {
        long led = IntStream.range(0, 3_000)
                .filter(epoch -> LeaderRanking.leader(hash(epoch), epoch, RoundPart.PRIMARY, List.of(A, B, C))
                        .equals(A))
                .count();
        assertThat(led).isBetween(880L, 1_120L);
    }

    @Test
    void oneEpochInEightIsAnAudit() {
        long audits = IntStream.range(0, 4_000)
                .filter(i -> EpochSeed.isAudit(new HashInput().u32(i).sha256()))
                .count();
        assertThat(audits).isBetween(400L, 600L);
    }

    @Test
    void neverShowsASecret() {
        Hash32 secret = hash(7);
        assertThat(new BeaconSecret(secret).toString())
                .doesNotContain(secret.toString().substring(2));
    }
}
