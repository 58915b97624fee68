package org.computingpower.power.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.computingpower.power.Hash32;
import org.computingpower.power.HashInput;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.Sha256Share;
import org.computingpower.power.ShareCheck;
import org.computingpower.power.Vectors;
import org.computingpower.power.proof.NonceCoding.CodingException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProofVectorsTest {

    static Stream<JsonNode> trees() {
        return Vectors.of("share-tree.json");
    }

    static Stream<JsonNode> codings() {
        return Vectors.of("reveal-coding.json");
    }

    static Stream<JsonNode> revealHashes() {
        return Vectors.of("reveal-hash.json");
    }

    static Stream<JsonNode> refusedCodings() {
        return Vectors.of("reveal-coding-refused.json");
    }

    static Stream<JsonNode> proofs() {
        return Vectors.of("proof.json");
    }

    @ParameterizedTest
    @MethodSource("trees")
    void buildsTheTreeAndItsPaths(JsonNode vector) {
        long[] nonces = Vectors.nonces(vector.get("input"));
        ShareCommitment commitment = ShareCommitment.of(nonces);
        assertThat(commitment.root()).isEqualTo(Vectors.hash(vector, "output"));
        List<JsonNode> paths = Vectors.stream(vector.get("paths")).toList();
        assertThat(paths).hasSize(ShareTree.leafCount(nonces.length));
        for (int i = 0; i < paths.size(); i++) {
            ShareLeaf leaf = ShareTree.leaf(nonces, i);
            assertThat(leaf.path()).isEqualTo(Vectors.hashes(paths.get(i)));
            assertThat(leaf.isUnder(commitment)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("codings")
    void encodesAndDecodesReveals(JsonNode vector) throws CodingException {
        long[] nonces = Vectors.nonces(vector.get("input"));
        byte[] coded = Vectors.bytes(vector.get("output"));
        assertThat(NonceCoding.encode(nonces)).isEqualTo(coded);
        assertThat(NonceCoding.decode(coded, nonces.length)).isEqualTo(nonces);
    }

    @ParameterizedTest
    @MethodSource("revealHashes")
    void hashesReveals(JsonNode vector) {
        byte[] coded = NonceCoding.encode(Vectors.nonces(vector.get("input")));
        assertThat(coded).isEqualTo(Vectors.bytes(vector.get("preimage")));
        assertThat(HashInput.sha256(coded)).isEqualTo(Vectors.hash(vector, "output"));
    }

    @ParameterizedTest
    @MethodSource("refusedCodings")
    void refusesWhatIsNoCoding(JsonNode vector) {
        JsonNode input = vector.get("input");
        byte[] coded = Vectors.bytes(input.get("coded"));
        CodingException refusal = catchThrowableOfType(
                CodingException.class,
                () -> NonceCoding.decode(coded, input.get("count").intValue()));
        assertThat(refusal.fault()).hasToString(vector.get("output").textValue());
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void judgesWholeProofs(JsonNode vector) {
        JsonNode input = vector.get("input");
        Hash32 nodeId = Vectors.hash(input, "nodeId");
        ProofAssignment assignment = ProofAssignment.of(
                ProofParameters.decode(Vectors.bytes(input.get("parameters"))),
                Vectors.hash(input, "epochSeed"),
                nodeId,
                Vectors.hash(input, "orderId"),
                input.get("deviceIndex").intValue());
        assertThat(assignment.challenge()).isEqualTo(Vectors.hash(vector, "challenge"));
        assertThat(assignment.target().toHash()).isEqualTo(Vectors.hash(vector, "target"));
        assertThat(Sha256Share.trial(assignment.challenge(), 0)).isEqualTo(Vectors.hash(vector, "firstTrial"));

        ShareCheck check = assignment.kind().check(assignment.challenge(), assignment.target());
        long[] found = LongStream.range(0, input.get("searchedNonces").longValue())
                .filter(check::isShare)
                .toArray();
        assertThat(found).isEqualTo(Vectors.nonces(vector.get("nonces")));

        ShareCommitment commitment = new ShareCommitment(vector.get("k").intValue(), Vectors.hash(vector, "root"));
        ProofVerdict verdict = new ProofVerifier(assignment)
                .judge(Optional.of(nodeId), assignment.challenge(), commitment, Vectors.bytes(vector.get("reveal")));
        assertThat(ProofResult.atClose(true, Optional.of(verdict)))
                .hasToString(vector.get("result").textValue());
    }
}
