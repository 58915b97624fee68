package org.computingpower.power.round;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.computingpower.power.Hash32;
import org.computingpower.power.ProofMode;
import org.computingpower.power.RoundPart;
import org.computingpower.power.Vectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundVectorsTest {

    static Stream<JsonNode> beacons() {
        return Vectors.of("beacon-output.json");
    }

    static Stream<JsonNode> seeds() {
        return Vectors.of("epoch-seed.json");
    }

    static Stream<JsonNode> leaders() {
        return Vectors.of("leader.json");
    }

    static Stream<JsonNode> starts() {
        return Vectors.of("round-start.json");
    }

    static Stream<JsonNode> drandRounds() {
        return Vectors.of("drand-output.json");
    }

    static Stream<JsonNode> drandDraws() {
        return Vectors.of("drand-draw.json");
    }

    static Stream<JsonNode> rosters() {
        return Vectors.of("roster.json");
    }

    private static List<ValidatorAddress> addresses(JsonNode array) {
        return Vectors.stream(array)
                .map(JsonNode::textValue)
                .map(ValidatorAddress::parse)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("beacons")
    void combinesSecrets(JsonNode vector) {
        JsonNode input = vector.get("input");
        Map<ValidatorAddress, BeaconSecret> secrets = new HashMap<>();
        input.get("secrets").forEach(entry -> {
            BeaconSecret secret = new BeaconSecret(Vectors.hash(entry, "secret"));
            assertThat(secret.opens(Vectors.hash(entry, "commitment"))).isTrue();
            assertThat(secret.opens(Hash32.ZERO)).isFalse();
            secrets.put(ValidatorAddress.parse(entry.get("validator").textValue()), secret);
        });
        assertThat(BeaconOutput.ofSecrets(
                        Vectors.u64(input.get("epoch")),
                        RoundPart.ofWire(input.get("part").intValue()),
                        secrets))
                .isEqualTo(Vectors.hash(vector, "output"));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void derivesTheEpochSeed(JsonNode vector) {
        JsonNode input = vector.get("input");
        Hash32 seed = EpochSeed.of(
                BeaconKind.ofWire(input.get("beaconKind").intValue()),
                Vectors.u64(input.get("epoch")),
                Vectors.hash(input, "beaconOutput"),
                Vectors.u64(input.get("evmChainId")),
                Vectors.hash(input, "blockHash"));
        assertThat(seed).isEqualTo(Vectors.hash(vector, "output"));
        assertThat(EpochSeed.isAudit(seed)).isEqualTo(vector.get("audit").booleanValue());
    }

    @ParameterizedTest
    @MethodSource("leaders")
    void ranksLeadersWhateverTheOrderOfValidators(JsonNode vector) {
        JsonNode input = vector.get("input");
        Hash32 seed = Vectors.hash(input, "seedTwoEpochsBefore");
        long epoch = Vectors.u64(input.get("epoch"));
        List<ValidatorAddress> validators = addresses(input.get("validators"));
        List<ValidatorAddress> expected = addresses(vector.get("output"));
        assertThat(LeaderRanking.of(seed, epoch, validators)).isEqualTo(expected);
        assertThat(LeaderRanking.of(seed, epoch, validators.reversed())).isEqualTo(expected);
        assertThat(LeaderRanking.leader(seed, epoch, RoundPart.PRIMARY, validators))
                .isEqualTo(expected.getFirst());
        assertThat(LeaderRanking.leader(seed, epoch, RoundPart.RESERVE, validators))
                .isEqualTo(expected.get(1));
        assertThat(LeaderRanking.leader(seed, epoch, RoundPart.RESERVE, Collections.singleton(validators.getFirst())))
                .isEqualTo(validators.getFirst());
    }

    @ParameterizedTest
    @MethodSource("starts")
    void drawsTheRoundStart(JsonNode vector) {
        JsonNode input = vector.get("input");
        assertThat(new BeaconSecret(Vectors.hash(input, "secret"))
                        .roundStartMillis(
                                Vectors.u64(input.get("epoch")),
                                RoundPart.ofWire(input.get("part").intValue()),
                                input.get("firstMillis").longValue(),
                                input.get("lastMillis").longValue()))
                .isEqualTo(vector.get("output").longValue());
    }

    @ParameterizedTest
    @MethodSource("drandRounds")
    void hashesADrandSignature(JsonNode vector) {
        byte[] signature =
                HexFormat.of().parseHex(vector.get("input").get("signature").textValue());
        assertThat(BeaconOutput.ofDrandSignature(signature)).isEqualTo(Vectors.hash(vector, "output"));
    }

    @ParameterizedTest
    @MethodSource("drandDraws")
    void drawsADrandRoundByTheFormulaOfTheRoundStart(JsonNode vector) {
        JsonNode input = vector.get("input");
        long drawn = new BeaconSecret(Vectors.hash(input, "output"))
                .roundStartMillis(
                        Vectors.u64(input.get("epoch")),
                        RoundPart.ofWire(input.get("part").intValue()),
                        0,
                        input.get("left").longValue());
        assertThat(drawn == 0).isEqualTo(vector.get("output").booleanValue());
    }

    @ParameterizedTest
    @MethodSource("rosters")
    void buildsTheRosterRootFromAnyOrder(JsonNode vector) {
        List<RosterEntry> entries = Vectors.stream(vector.get("input"))
                .map(entry -> new RosterEntry(
                        Vectors.hash(entry, "nodeId"),
                        Vectors.hash(entry, "orderId"),
                        entry.get("deviceIndex").intValue(),
                        ProofMode.ofWire(entry.get("mode").intValue()),
                        Vectors.hash(entry, "paramsHash")))
                .toList();
        Roster roster = Roster.of(entries.reversed());
        assertThat(roster.entries()).isEqualTo(entries);
        assertThat(roster.root()).isEqualTo(Vectors.hash(vector, "output"));
        for (int i = 0; i < entries.size(); i++) {
            List<Hash32> path = Vectors.hashes(vector.get("paths").get(i));
            assertThat(roster.path(i)).isEqualTo(path);
            assertThat(Roster.contains(roster.root(), entries.size(), i, entries.get(i), path))
                    .isTrue();
            assertThat(Roster.contains(roster.root(), entries.size() + 1, i, entries.get(i), path))
                    .isFalse();
        }
    }
}
