package org.computingpower.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.computingpower.cli.TestServer.Reply;
import org.computingpower.cli.session.Json;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.RoundOpen;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A verdict repeated from what its validator shows: what is right passes, and each lie fails at the check that names it. */
final class PowerVerifyTest {
    private static final int THRESHOLD = 384;
    private static final SigningKey STRANGER = SigningKey.of(Digests.keccak256OfText("stranger"));
    private static final String NODE = ShownProof.NODE.nodeId().toString();
    private static final String PROOF =
            "GET /validators/0/api/challenge/v1/rounds/" + ShownProof.EPOCH + "/proofs/" + NODE + "/0";
    private static final String HISTORY = "GET /validators/0/api/challenge/v1/nodes/" + NODE + "/history";

    @TempDir
    private Path home;

    private TestMarket market;

    @BeforeEach
    void start() throws Exception {
        market = new TestMarket(Bytes32.ZERO);
        market.server().on(HISTORY, request -> {
            ObjectNode page = Json.object();
            page.putArray("items").addObject().put("epoch", ShownProof.EPOCH).put("device", 0);
            page.withArray("items")
                    .addObject()
                    .put("epoch", ShownProof.EPOCH - 1)
                    .put("device", 0);
            return Reply.ok(page);
        });
    }

    @AfterEach
    void stop() {
        market.close();
    }

    private ShownProof proof() throws Exception {
        return new ShownProof(market.market(), ShownProof.asked(THRESHOLD));
    }

    private Run verify(ObjectNode shown, String... arguments) {
        market.server().on(PROOF, request -> Reply.ok(shown));
        String[] all = Stream.concat(Stream.of("power", "verify", NODE), Arrays.stream(arguments))
                .toArray(String[]::new);
        return Run.of(market.environment(home), InstantSource.fixed(Instant.EPOCH), all);
    }

    private static List<String> failed(Run run) {
        JsonNode checks = run.json().path("items").path(0).path("checks");
        return StreamSupport.stream(checks.spliterator(), false)
                .filter(check -> check.path("outcome").asText().equals("FAIL"))
                .map(check -> check.path("name").asText())
                .toList();
    }

    @Test
    void repeatsTheNewestVerdict() throws Exception {
        Run run = verify(proof().json());
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .contains("ACCEPTED: PASS", "Not proven:")
                .containsSubsequence(
                        "verdict-signature",
                        "round-opening",
                        "beacon",
                        "seed",
                        "parameters",
                        "roster",
                        "challenge",
                        "target",
                        "node-key",
                        "commit",
                        "reveal",
                        "share-root",
                        "shares",
                        "commit-receipts",
                        "reveal-receipts",
                        "result")
                .doesNotContain("FAIL ", "NOT_CHECKED");
    }

    @Test
    void asksForTheDevicesOfAnEpoch() throws Exception {
        Run run = verify(proof().json(), "--epoch", "" + ShownProof.EPOCH, "-o", "json");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.json().path("items")).hasSize(1);
        assertThat(market.server().requests(HISTORY))
                .singleElement()
                .satisfies(asked -> assertThat(asked.query()).contains("upToEpoch=" + ShownProof.EPOCH));
    }

    @Test
    void acceptsWhatHonestlyFailedOrCameLate() throws Exception {
        ShownProof weak = proof();
        weak.nonces = Arrays.copyOf(weak.nonces, THRESHOLD - 1);
        weak.claimed = THRESHOLD - 1;
        weak.result = ProofResult.FAIL;
        assertThat(verify(weak.json(), "-o", "json").exitCode()).isZero();

        ShownProof late = proof();
        late.committedAt += 3_001;
        late.result = ProofResult.MISSING;
        assertThat(verify(late.json(), "-o", "json").exitCode()).isZero();

        ShownProof silent = proof();
        silent.result = ProofResult.MISSING;
        ObjectNode nothing = silent.json();
        nothing.remove(List.of("commit", "reveal"));
        nothing.putArray("commitReceipts");
        nothing.putArray("revealReceipts");
        Run run = verify(nothing);
        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out()).contains("NOT_CHECKED", "ACCEPTED: MISSING");

        ShownProof cheat = proof();
        cheat.nonces = withoutShare(cheat.nonces);
        cheat.result = ProofResult.VOID;
        assertThat(verify(cheat.json(), "-o", "json").exitCode()).isZero();
    }

    /** The last nonce moved to one that is no share; as many as before. */
    private static long[] withoutShare(long[] nonces) {
        long[] changed = nonces.clone();
        // Two neighbors of a share are hardly both shares; all shares up to 4000 are in the list.
        changed[changed.length - 1] = 3_999 == changed[changed.length - 1] ? 3_998 : 3_999;
        return changed;
    }

    static Stream<Arguments> lies() {
        return Stream.of(
                lie("a tampered reveal", "reveal", proof -> {}, json -> nonces(json, "AQIDBAUG")),
                lie("nonces of another root", "share-root", proof -> {}, json -> nonces(json, "AQIDBAUG")),
                lie(
                        "a nonce that is no share",
                        "shares",
                        proof -> proof.nonces = withoutShare(proof.nonces),
                        json -> {}),
                lie("one share more than there are", "result", proof -> proof.claimed++, json -> {}),
                lie("a fail for enough shares", "result", proof -> proof.result = ProofResult.FAIL, json -> {}),
                lie(
                        "a missing for what came in time",
                        "result",
                        proof -> proof.result = ProofResult.MISSING,
                        json -> {}),
                lie("a pass for a late commit", "commit-receipts", proof -> proof.committedAt += 3_001, json -> {}),
                lie("a pass for a late reveal", "reveal-receipts", proof -> proof.revealedAt += 1_001, json -> {}),
                lie("a receipt of somebody else", "commit-receipts", proof -> proof.receipting = STRANGER, json -> {}),
                lie("a commit of another key", "node-key", proof -> proof.nodeKey = STRANGER, json -> {}),
                lie("a reveal of another key", "reveal", proof -> proof.nodeKey = STRANGER, json -> {}),
                lie("another seed", "seed", proof -> proof.round = withSeed(proof.round), json -> {}),
                lie(
                        "another beacon secret",
                        "beacon",
                        proof -> {},
                        json -> ((ObjectNode) json.at("/opening/secrets/0")).put("secret", "0x" + "11".repeat(32))),
                lie("parameters changed afterwards", "challenge", proof -> {}, json -> json.put("params", lower(json))),
                lie("parameters out of the roster", "roster", proof -> {}, json -> json.put("params", lower(json))),
                lie("no parameters at all", "parameters", proof -> {}, json -> json.put("params", "0x00")),
                lie("another target", "target", proof -> {}, json -> json.put("target", "0x" + "22".repeat(32))),
                lie(
                        "a verdict changed after it was signed",
                        "verdict-signature",
                        proof -> {},
                        json -> ((ObjectNode) json.at("/judgement/verdict")).put("k", 1)),
                lie(
                        "a verdict on another device",
                        "verdict-subject",
                        proof -> {},
                        json -> ((ObjectNode) json.at("/judgement/verdict")).put("device", 1)),
                lie(
                        "an opening changed after it was signed",
                        "round-opening",
                        proof -> {},
                        json -> ((ObjectNode) json.at("/opening/round")).put("blockNumber", 1)),
                lie(
                        "a start that is not signed",
                        "round-start",
                        proof -> {},
                        json -> ((ObjectNode) json.at("/opening/starts/0/receipt")).put("receivedAtMillis", 1)));
    }

    private static Arguments lie(String name, String check, Consumer<ShownProof> before, Consumer<ObjectNode> after) {
        return Arguments.of(name, check, before, after);
    }

    private static void nonces(ObjectNode json, String base64) {
        ((ObjectNode) json.path("reveal")).put("nonces", base64);
    }

    private static RoundOpen withSeed(RoundOpen round) {
        return new RoundOpen(
                round.setVersion(),
                round.epoch(),
                round.part(),
                round.beaconKind(),
                round.beaconOutput(),
                round.blockNumber(),
                round.blockHash(),
                Digests.keccak256OfText("ground"),
                round.rosterRoot(),
                round.rosterSize());
    }

    /** The same bytes with another threshold: bytes 6 to 9. */
    private static String lower(ObjectNode json) {
        String params = json.path("params").asText();
        return params.substring(0, 14) + "00000001" + params.substring(22);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("lies")
    void noticesEachLie(String name, String check, Consumer<ShownProof> before, Consumer<ObjectNode> after)
            throws Exception {
        ShownProof shown = proof();
        before.accept(shown);
        ObjectNode json = shown.json();
        after.accept(json);
        Run run = verify(json, "-o", "json");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(failed(run)).as(name).contains(check);
    }

    /** All of them may conspire: the roster, the node's proof and the verdict fit, but not the market's rules. */
    @Test
    void noticesParametersThatTheMarketDoesNotKnow() throws Exception {
        Run run = verify(new ShownProof(market.market(), ShownProof.asked(THRESHOLD - 4)).json(), "-o", "json");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(failed(run)).containsExactly("parameters");
    }

    @Test
    void saysWhyAValidatorShowsNothing() {
        market.server().on(PROOF, request -> Reply.problem(410, "proof-no-longer-kept", "Kept for 730 days."));
        Run run = Run.of(
                market.environment(home),
                InstantSource.fixed(Instant.EPOCH),
                "power",
                "verify",
                NODE,
                "--epoch",
                "" + ShownProof.EPOCH,
                "--device",
                "0");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("Kept for 730 days.");
    }
}
