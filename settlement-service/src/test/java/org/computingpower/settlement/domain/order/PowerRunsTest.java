package org.computingpower.settlement.domain.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Order;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.ProofResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PowerRunsTest {

    private static final int LOCAL_MU = 512;
    private static final Order ORDER = Samples.order(1_000, Mode.EXCLUSIVE);

    /** Bounds computed by a program of its own: exact Poisson sums and bisection. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // 0.8498 and 0.8509 of the rated power
                "512  | 390 390           | true",
                "512  | 390 391           | false",
                // one round is never enough, however weak
                "512  | 0                 | false",
                "512  | 0 512             | false",
                "512  | 398 398 398       | true",
                "512  | 398 398 399       | false",
                "2048 | 1650 1650         | true",
                "2048 | 1650 1651         | false",
                "2048 | 1676 1676 1677 1677 | true",
                "2048 | 1677 1677 1677 1676 | false",
                // a node at half its power, and one at 90 %: an alarm without a proof, however long it lasts
                "2048 | 1024 1024         | true",
                "2048 | 1843 1843 1843 1843 1843 1843 1843 1843 1843 1843 1843 1843 | false",
                // an honest round ends the run: what was before it is forgotten
                "2048 | 1024 2048 1024    | false",
                "2048 | 1024 2048 1024 1024 | true",
                "2048 | 2048 2048 2048    | false",
            })
    void provesTooLittlePowerExactlyWhenTheBoundOfTheRunLiesBelow(int mu, String shares, boolean proven) {
        assertThat(after(mu, shares).proof().isPresent()).isEqualTo(proven);
    }

    @Test
    void namesTheRunAndTheHashOfItsVerdicts() {
        PowerRun proof = after(LOCAL_MU, "512 256 256").proof().orElseThrow();

        assertThat(proof.fromEpoch()).isEqualTo(1);
        assertThat(proof.toEpoch()).isEqualTo(2);
        assertThat(proof.rounds()).isEqualTo(2);
        assertThat(proof.shares()).isEqualTo(512);
        assertThat(proof.expected()).isEqualTo(1_024);
        Bytes32 first = Digests.sha256(
                Bytes32.ZERO.toArray(),
                verdict(1, 0, ProofResult.FAIL, 256).structHash().toArray());
        assertThat(proof.verdictsHash())
                .isEqualTo(Digests.sha256(
                        first.toArray(),
                        verdict(2, 0, ProofResult.FAIL, 256).structHash().toArray()));
    }

    @Test
    void keepsTheFirstProofWhateverFollows() {
        PowerRuns proven = after(LOCAL_MU, "256 256");
        PowerRuns later = proven.after(List.of(verdict(2, 0, ProofResult.PASS, 600)), LOCAL_MU)
                .after(List.of(verdict(3, 0, ProofResult.FAIL, 100)), LOCAL_MU);

        assertThat(later.proof()).isEqualTo(proven.proof());
        assertThat(later.running()).singleElement().extracting(PowerRun::rounds).isEqualTo(1);
    }

    @Test
    void doesNotCountRoundsWithoutAProof() {
        PowerRuns once = after(LOCAL_MU, "256");

        assertThat(once.after(List.of(verdict(1, 0, ProofResult.MISSING, 0)), LOCAL_MU))
                .isEqualTo(once);
        assertThat(once.after(List.of(verdict(1, 0, ProofResult.VOID, 0)), LOCAL_MU))
                .isEqualTo(once);
        assertThat(once.after(List.of(), LOCAL_MU)).isEqualTo(once);
    }

    @Test
    void watchesEachDeviceOnItsOwn() {
        PowerRuns runs = PowerRuns.NONE;
        for (long epoch = 0; epoch < 4; epoch++) {
            runs = runs.after(
                    List.of(
                            verdict(epoch, 0, ProofResult.PASS, 600),
                            verdict(epoch, 1, ProofResult.FAIL, epoch % 2 == 0 ? 256 : 600),
                            verdict(epoch, 2, ProofResult.FAIL, 300)),
                    LOCAL_MU);
        }

        assertThat(runs.proof().orElseThrow().device()).isEqualTo(2);
        assertThat(runs.proof().orElseThrow().rounds()).isEqualTo(2);
        assertThat(runs.running()).extracting(PowerRun::device).containsExactly(2);
    }

    private static PowerRuns after(int mu, String shares) {
        List<Integer> counts = new ArrayList<>();
        Arrays.stream(shares.split(" ")).map(Integer::valueOf).forEach(counts::add);
        PowerRuns runs = PowerRuns.NONE;
        for (int epoch = 0; epoch < counts.size(); epoch++) {
            runs = runs.after(List.of(verdict(epoch, 0, ProofResult.FAIL, counts.get(epoch))), mu);
        }
        return runs;
    }

    private static PowerVerdict verdict(long epoch, int device, ProofResult result, int k) {
        return Samples.vote(ORDER, 0, epoch, device, result, k).value();
    }
}
