package org.computingpower.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The share check against a slow oracle of ByteBuffer and BigInteger. */
class Sha256ShareTest {

    private static final Hash32 CHALLENGE = HashInput.sha256(new byte[] {1});

    private static BigInteger oracleTrial(long nonce) throws Exception {
        byte[] message =
                ByteBuffer.allocate(40).put(CHALLENGE.bytes()).putLong(nonce).array();
        return new BigInteger(1, MessageDigest.getInstance("SHA-256").digest(message));
    }

    private static boolean isShare(BigInteger target, long nonce) {
        return Sha256Share.INSTANCE.check(CHALLENGE, ShareTarget.of(target)).isShare(nonce);
    }

    @Test
    void rejectsATrialEqualToTheTargetAndAcceptsOneBelow() throws Exception {
        BigInteger trial = oracleTrial(42);
        assertThat(isShare(trial, 42)).isFalse();
        assertThat(isShare(trial.add(BigInteger.ONE), 42)).isTrue();
        assertThat(isShare(trial.subtract(BigInteger.ONE), 42)).isFalse();
    }

    @Test
    void agreesWithTheOracleOnManyNoncesAndTargets() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 200; i++) {
            BigInteger target = BigInteger.TWO.pow(1 + random.nextInt(255)).add(BigInteger.valueOf(random.nextInt(9)));
            ShareCheck check = Sha256Share.INSTANCE.check(CHALLENGE, ShareTarget.of(target));
            for (int j = 0; j < 20; j++) {
                long nonce = random.nextLong();
                assertThat(check.isShare(nonce)).isEqualTo(oracleTrial(nonce).compareTo(target) < 0);
            }
        }
    }

    @Test
    void comparesTheLowestBitsToo() {
        BigInteger target = BigInteger.TWO.pow(200).add(BigInteger.TWO);
        ShareTarget bound = ShareTarget.of(target);
        assertThat(bound.admits(ShareTarget.of(target.subtract(BigInteger.ONE)).toHash()))
                .isTrue();
        assertThat(bound.admits(bound.toHash())).isFalse();
        assertThat(bound.admits(ShareTarget.of(target.add(BigInteger.ONE)).toHash()))
                .isFalse();
        assertThat(bound.admits(Hash32.ZERO)).isTrue();
    }

    @Test
    void refusesTargetsOutsideTheirRange() {
        assertThatThrownBy(() -> ShareTarget.of(BigInteger.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ShareTarget.of(BigInteger.TWO.pow(256))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyInputChangesTheChallenge() {
        Hash32 other = HashInput.sha256(new byte[] {2});
        ChallengeInputs inputs = new ChallengeInputs(CHALLENGE, CHALLENGE, CHALLENGE, 0, CHALLENGE);
        assertThat(Stream.of(
                                inputs,
                                new ChallengeInputs(other, CHALLENGE, CHALLENGE, 0, CHALLENGE),
                                new ChallengeInputs(CHALLENGE, other, CHALLENGE, 0, CHALLENGE),
                                new ChallengeInputs(CHALLENGE, CHALLENGE, other, 0, CHALLENGE),
                                new ChallengeInputs(CHALLENGE, CHALLENGE, CHALLENGE, 1, CHALLENGE),
                                new ChallengeInputs(CHALLENGE, CHALLENGE, CHALLENGE, 0, other))
                        .map(Sha256Share.INSTANCE::derive))
                .doesNotHaveDuplicates();
    }

    @Test
    void knowsItsKindOnly() {
        assertThat(PuzzleKinds.byId(1)).contains(Sha256Share.INSTANCE);
        assertThat(PuzzleKinds.byId(2)).isEmpty();
    }
}
