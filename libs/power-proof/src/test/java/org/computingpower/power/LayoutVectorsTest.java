package org.computingpower.power;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayoutVectorsTest {

    static Stream<JsonNode> nodeIds() {
        return Vectors.of("node-id.json");
    }

    static Stream<JsonNode> parameters() {
        return Vectors.of("parameters.json");
    }

    static Stream<JsonNode> targets() {
        return Vectors.of("target.json");
    }

    static Stream<JsonNode> challenges() {
        return Vectors.of("challenge.json");
    }

    @ParameterizedTest
    @MethodSource("nodeIds")
    void hashesTheNodeKey(JsonNode vector) {
        JsonNode input = vector.get("input");
        assertThat(NodeIdentity.nodeId(Vectors.hash(input, "x"), Vectors.hash(input, "y")))
                .isEqualTo(Vectors.hash(vector, "output"));
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void encodesAndDecodesParameters(JsonNode vector) {
        JsonNode input = vector.get("input");
        ProofParameters parameters = new ProofParameters(
                input.get("kind").intValue(),
                input.get("mu").intValue(),
                input.get("threshold").intValue(),
                input.get("windowMillis").intValue(),
                input.get("commitDeadlineMillis").intValue(),
                input.get("revealDeadlineMillis").intValue(),
                Long.parseLong(input.get("effectiveRate").textValue()),
                input.get("maxShares").intValue(),
                ProofMode.ofWire(input.get("mode").intValue()),
                RoundPart.ofWire(input.get("part").intValue()));
        assertThat(parameters.encode()).hasSize(52).isEqualTo(Vectors.bytes(vector.get("preimage")));
        assertThat(parameters.hash()).isEqualTo(Vectors.hash(vector, "output"));
        assertThat(ProofParameters.decode(parameters.encode())).isEqualTo(parameters);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void computesTheTarget(JsonNode vector) {
        byte[] parameters = Vectors.bytes(vector.get("input").get("parameters"));
        assertThat(ShareTarget.of(ProofParameters.decode(parameters)).toHash())
                .isEqualTo(Vectors.hash(vector, "output"));
    }

    @ParameterizedTest
    @MethodSource("challenges")
    void derivesTheChallenge(JsonNode vector) {
        JsonNode input = vector.get("input");
        ChallengeInputs inputs = new ChallengeInputs(
                Vectors.hash(input, "epochSeed"),
                Vectors.hash(input, "nodeId"),
                Vectors.hash(input, "orderId"),
                input.get("deviceIndex").intValue(),
                Vectors.hash(input, "paramsHash"));
        assertThat(Sha256Share.INSTANCE.derive(inputs)).isEqualTo(Vectors.hash(vector, "output"));
    }
}
