package org.computingpower.terms.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.quorum.ValidatorRoster;
import org.computingpower.terms.quorum.Vote;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.ProofResult;
import org.junit.jupiter.api.Test;

/** Three validators, of whom two decide; 100 shares are expected of a device. */
class EpochJudgmentTest {
    private static final int MU = 100;
    private static final Signature SIGNATURE = Signature.parse("0x" + "11".repeat(64) + "1b");
    private static final List<Address> VALIDATORS = List.of(validator("a"), validator("b"), validator("c"));
    private static final ValidatorRoster ROSTER = new ValidatorRoster(1, Set.copyOf(VALIDATORS), 2);

    private final List<Vote<PowerVerdict>> votes = new ArrayList<>();

    private static Address validator(String name) {
        return SigningKey.of(Digests.keccak256OfText(name)).address();
    }

    private EpochJudgmentTest says(int validator, int device, ProofResult result, int shares) {
        PowerVerdict verdict = new PowerVerdict(
                1,
                7,
                Bytes32.ZERO,
                Bytes32.ZERO,
                new NodeId(Bytes32.ZERO),
                OrderId.NONE,
                device,
                result,
                shares,
                Bytes32.ZERO,
                Bytes32.ZERO);
        votes.add(new Vote<>(VALIDATORS.get(validator), verdict, SIGNATURE));
        return this;
    }

    private EpochJudgmentTest agree(int device, ProofResult result, int shares) {
        return says(0, device, result, shares).says(1, device, result, shares);
    }

    private Optional<EpochJudgment> judgment(Integer... devices) {
        return EpochJudgment.of(Set.of(devices), votes, ROSTER, MU);
    }

    private WindowOutcome outcome(Integer... devices) {
        return judgment(devices).orElseThrow().outcome();
    }

    @Test
    void theWorstDeviceDecides() {
        agree(0, ProofResult.PASS, 90).agree(1, ProofResult.FAIL, 20).agree(2, ProofResult.MISSING, 0);
        agree(3, ProofResult.VOID, 0);
        assertThat(outcome(0)).isEqualTo(WindowOutcome.PASS);
        assertThat(outcome(0, 1)).isEqualTo(WindowOutcome.FAIL);
        assertThat(outcome(0, 1, 2)).isEqualTo(WindowOutcome.MISSING);
        assertThat(outcome(0, 1, 2, 3)).isEqualTo(WindowOutcome.VOID);
        assertThat(judgment(0, 1).orElseThrow().k()).isEqualTo(110);
    }

    @Test
    void everyDeviceNeedsAQuorum() {
        agree(0, ProofResult.PASS, 90).says(0, 1, ProofResult.PASS, 90);
        assertThat(judgment(0)).isPresent();
        assertThat(judgment(0, 1)).isEmpty();
        assertThat(judgment()).isEmpty();
        says(1, 1, ProofResult.PASS, 91);
        assertThat(judgment(0, 1)).as("the two say different things").isEmpty();
        says(2, 1, ProofResult.PASS, 91);
        assertThat(judgment(0, 1)).isPresent();
    }

    @Test
    void aValidatorThatContradictsItselfBeforeTheQuorumCountsNothing() {
        says(1, 0, ProofResult.PASS, 90).says(1, 0, ProofResult.FAIL, 10).says(0, 0, ProofResult.PASS, 90);
        assertThat(judgment(0)).isEmpty();
        says(2, 0, ProofResult.PASS, 90);
        assertThat(outcome(0)).isEqualTo(WindowOutcome.PASS);
    }

    @Test
    void nobodyTakesBackWhatAQuorumDecided() {
        agree(0, ProofResult.PASS, 90).says(1, 0, ProofResult.FAIL, 10);
        assertThat(outcome(0)).isEqualTo(WindowOutcome.PASS);
    }

    @Test
    void aFailBelowEightyFivePercentOfTheRatedPowerIsAStrike() {
        agree(0, ProofResult.FAIL, 84).agree(1, ProofResult.FAIL, 85).agree(2, ProofResult.PASS, 50);
        assertThat(judgment(0).orElseThrow().rateBelowStrikeLimit()).isTrue();
        assertThat(judgment(1).orElseThrow().rateBelowStrikeLimit()).isFalse();
        assertThat(judgment(2).orElseThrow().rateBelowStrikeLimit()).isFalse();
        assertThat(judgment(0, 1).orElseThrow().rateBelowStrikeLimit()).isTrue();
    }
}
