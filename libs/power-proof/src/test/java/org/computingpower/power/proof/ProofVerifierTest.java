package org.computingpower.power.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.computingpower.power.Hash32;
import org.computingpower.power.HashInput;
import org.computingpower.power.ProofMode;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.RoundPart;
import org.computingpower.power.ShareCheck;
import org.computingpower.power.proof.NonceCoding.CodingFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProofVerifierTest {

    private static final Hash32 SEED = hash(1);
    private static final Hash32 NODE = hash(2);
    private static final Hash32 ORDER = hash(3);
    private static final ProofParameters PARAMETERS =
            new ProofParameters(1, 64, 40, 4_000, 8_000, 10_000, 1_000, 128, ProofMode.EXCLUSIVE, RoundPart.PRIMARY);
    private static final ProofAssignment ASSIGNMENT = ProofAssignment.of(PARAMETERS, SEED, NODE, ORDER, 0);
    private static final ProofVerifier VERIFIER = new ProofVerifier(ASSIGNMENT);
    private static final long[] SHARES = firstShares(ASSIGNMENT, 50);

    private static Hash32 hash(int seed) {
        return HashInput.sha256(new byte[] {(byte) seed});
    }

    private static long[] firstShares(ProofAssignment assignment, int count) {
        ShareCheck check = assignment.kind().check(assignment.challenge(), assignment.target());
        return LongStream.iterate(0, nonce -> nonce + 1)
                .filter(check::isShare)
                .limit(count)
                .toArray();
    }

    private static ProofVerdict judge(long[] nonces) {
        return VERIFIER.judge(
                Optional.of(NODE), ASSIGNMENT.challenge(), ShareCommitment.of(nonces), NonceCoding.encode(nonces));
    }

    private static ProofVerdict judgeCoded(ShareCommitment commitment, byte[] coded) {
        return VERIFIER.judge(Optional.of(NODE), ASSIGNMENT.challenge(), commitment, coded);
    }

    private static ProofVerdict judgeCommitted(long[] nonces) {
        return VERIFIER.judgeNonces(ShareCommitment.of(nonces), nonces);
    }

    private static Refusal refusal(ProofVerdict verdict) {
        assertThat(verdict).isInstanceOf(ProofVerdict.Refused.class);
        return ((ProofVerdict.Refused) verdict).reason();
    }

    private static VoidReason voidReason(ProofVerdict verdict) {
        assertThat(verdict).isInstanceOf(ProofVerdict.Voided.class);
        return ((ProofVerdict.Voided) verdict).reason();
    }

    static Stream<Arguments> foreignAssignments() {
        return Stream.of(
                Arguments.of("another round", ProofAssignment.of(PARAMETERS, hash(9), NODE, ORDER, 0)),
                Arguments.of("another node", ProofAssignment.of(PARAMETERS, SEED, hash(9), ORDER, 0)),
                Arguments.of("another order", ProofAssignment.of(PARAMETERS, SEED, NODE, hash(9), 0)),
                Arguments.of("another device", ProofAssignment.of(PARAMETERS, SEED, NODE, ORDER, 1)),
                Arguments.of(
                        "other parameters",
                        ProofAssignment.of(PARAMETERS.withPart(RoundPart.RESERVE), SEED, NODE, ORDER, 0)));
    }

    @ParameterizedTest
    @MethodSource("foreignAssignments")
    void voidsNoncesFoundForAnotherChallenge(String what, ProofAssignment foreign) {
        assertThat(voidReason(judge(firstShares(foreign, 50)))).as(what).isInstanceOf(VoidReason.NotAShare.class);
    }

    @Test
    void passesAtTheThresholdAndFailsOneBelow() {
        assertThat(judge(Arrays.copyOf(SHARES, 40))).isEqualTo(new ProofVerdict.Pass(40));
        assertThat(judge(Arrays.copyOf(SHARES, 39))).isEqualTo(new ProofVerdict.Fail(39));
        assertThat(judge(new long[0])).isEqualTo(new ProofVerdict.Fail(0));
    }

    @Test
    void acceptsTheShareLimitAndRefusesOneMore() {
        assertThat(judge(firstShares(ASSIGNMENT, 128))).isEqualTo(new ProofVerdict.Pass(128));
        assertThat(refusal(judge(firstShares(ASSIGNMENT, 129)))).isEqualTo(new Refusal.TooManyShares(128, 129));
        assertThat(VERIFIER.refusalOfCommit(
                        Optional.of(NODE), ASSIGNMENT.challenge(), new ShareCommitment(129, hash(4))))
                .contains(new Refusal.TooManyShares(128, 129));
        assertThat(VERIFIER.refusalOfCommit(
                        Optional.of(NODE), ASSIGNMENT.challenge(), new ShareCommitment(128, hash(4))))
                .isEmpty();
    }

    @Test
    void voidsOneFalseNonceAndNamesIt() {
        long[] nonces = SHARES.clone();
        nonces[49] = nonces[49] + 1;
        assertThat(voidReason(judge(nonces))).isEqualTo(new VoidReason.NotAShare(49, nonces[49]));
    }

    @Test
    void voidsDuplicateAndDescendingNoncesUnderTheCommittedRoot() {
        long[] duplicate = SHARES.clone();
        duplicate[7] = duplicate[6];
        assertThat(voidReason(judgeCommitted(duplicate))).isEqualTo(new VoidReason.Duplicate(7, duplicate[7]));
        long[] descending = SHARES.clone();
        descending[20] = SHARES[21];
        descending[21] = SHARES[20];
        assertThat(voidReason(judgeCommitted(descending))).isEqualTo(new VoidReason.Descending(21, SHARES[20]));
    }

    @Test
    void refusesEverythingThatIsNotSignedByTheNode() {
        ShareCommitment commitment = ShareCommitment.of(SHARES);
        byte[] coded = NonceCoding.encode(SHARES);
        assertThat(refusal(VERIFIER.judge(Optional.empty(), ASSIGNMENT.challenge(), commitment, coded)))
                .isEqualTo(new Refusal.Unsigned());
        assertThat(refusal(VERIFIER.judge(Optional.of(hash(9)), ASSIGNMENT.challenge(), commitment, coded)))
                .isEqualTo(new Refusal.ForeignSigner(NODE, hash(9)));
        assertThat(refusal(VERIFIER.judge(Optional.of(NODE), hash(9), commitment, coded)))
                .isEqualTo(new Refusal.OtherChallenge(ASSIGNMENT.challenge(), hash(9)));
    }

    @Test
    void refusesARevealThatDoesNotRebuildTheCommit() {
        byte[] coded = NonceCoding.encode(SHARES);
        long[] others = SHARES.clone();
        others[49]++;
        assertThat(refusal(judgeCoded(ShareCommitment.of(others), coded)))
                .isEqualTo(new Refusal.RootMismatch(ShareTree.root(others), ShareTree.root(SHARES)));
        assertThat(refusal(judgeCoded(new ShareCommitment(49, ShareTree.root(SHARES)), coded)))
                .isEqualTo(new Refusal.BadCoding(CodingFault.TRAILING_BYTES));
        assertThat(refusal(judgeCoded(new ShareCommitment(51, ShareTree.root(SHARES)), coded)))
                .isEqualTo(new Refusal.BadCoding(CodingFault.TRUNCATED));
        assertThat(refusal(judgeCoded(ShareCommitment.of(SHARES), Arrays.copyOf(coded, coded.length + 1))))
                .isEqualTo(new Refusal.BadCoding(CodingFault.TRAILING_BYTES));
        assertThat(refusal(VERIFIER.judgeNonces(ShareCommitment.of(SHARES), others)))
                .isInstanceOf(Refusal.RootMismatch.class);
        assertThat(refusal(VERIFIER.judgeNonces(ShareCommitment.of(SHARES), Arrays.copyOf(SHARES, 49))))
                .isEqualTo(new Refusal.CountMismatch(50, 49));
    }

    @Test
    void oneCommittedLeafConvictsAFalseShare() {
        long[] nonces = SHARES.clone();
        nonces[17]++;
        ShareCommitment commitment = ShareCommitment.of(nonces);
        assertThat(voidReason(VERIFIER.judgeLeaf(commitment, ShareTree.leaf(nonces, 2))))
                .isEqualTo(new VoidReason.NotAShare(17, nonces[17]));
        assertThat(refusal(VERIFIER.judgeLeaf(commitment, ShareTree.leaf(nonces, 3))))
                .isEqualTo(new Refusal.NothingWrong());
    }

    @Test
    void aForgedLeafConvictsNobody() {
        ShareCommitment commitment = ShareCommitment.of(SHARES);
        ShareLeaf real = ShareTree.leaf(SHARES, 2);
        List<Long> forged = List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(Stream.of(
                                new ShareLeaf(2, forged, real.path()),
                                new ShareLeaf(3, real.nonces(), real.path()),
                                new ShareLeaf(2, real.nonces().subList(0, 7), real.path()),
                                new ShareLeaf(
                                        2,
                                        real.nonces(),
                                        real.path().subList(1, real.path().size())),
                                new ShareLeaf(2, real.nonces(), List.of()),
                                new ShareLeaf(7, real.nonces(), real.path()))
                        .map(leaf -> refusal(VERIFIER.judgeLeaf(commitment, leaf))))
                .allMatch(Refusal.LeafNotCommitted.class::isInstance);
    }

    @Test
    void twoLeavesConvictWrongOrderAcrossTheirBorder() {
        long[] nonces = SHARES.clone();
        nonces[7] = SHARES[8];
        nonces[8] = SHARES[7];
        ShareCommitment commitment = ShareCommitment.of(nonces);
        ShareLeaf first = ShareTree.leaf(nonces, 0);
        ShareLeaf second = ShareTree.leaf(nonces, 1);
        assertThat(refusal(VERIFIER.judgeLeaf(commitment, second))).isEqualTo(new Refusal.NothingWrong());
        assertThat(voidReason(VERIFIER.judgeLeaves(commitment, first, second)))
                .isEqualTo(new VoidReason.Descending(8, nonces[8]));
        assertThat(refusal(VERIFIER.judgeLeaves(commitment, second, first)))
                .isInstanceOf(Refusal.LeafNotCommitted.class);
    }

    @Test
    void lateOrRefusedIsMissing() {
        Optional<ProofVerdict> pass = Optional.of(new ProofVerdict.Pass(40));
        assertThat(ProofResult.atClose(true, pass)).isEqualTo(ProofResult.PASS);
        assertThat(ProofResult.atClose(false, pass)).isEqualTo(ProofResult.MISSING);
        assertThat(ProofResult.atClose(true, Optional.empty())).isEqualTo(ProofResult.MISSING);
        assertThat(ProofResult.atClose(true, Optional.of(new ProofVerdict.Refused(new Refusal.Unsigned()))))
                .isEqualTo(ProofResult.MISSING);
        assertThat(ProofResult.atClose(true, Optional.of(new ProofVerdict.Voided(new VoidReason.Duplicate(1, 1)))))
                .isEqualTo(ProofResult.VOID);
    }

    @Test
    void refusesToEncodeWhatIsNotAscending() {
        assertThatThrownBy(() -> NonceCoding.encode(new long[] {2, 2})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NonceCoding.encode(new long[] {-1, 1})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAnUnknownPuzzleKind() {
        ProofParameters unknown = new ProofParameters(
                2, 64, 40, 4_000, 8_000, 10_000, 1_000, 128, ProofMode.EXCLUSIVE, RoundPart.PRIMARY);
        assertThatThrownBy(() -> ProofAssignment.of(unknown, SEED, NODE, ORDER, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Unknown puzzle kind 2");
    }
}
