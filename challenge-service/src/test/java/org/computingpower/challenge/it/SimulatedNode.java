package org.computingpower.challenge.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.events.EventJson;
import org.computingpower.power.Hash32;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.engine.MessageDigestEngine;
import org.computingpower.power.engine.SolveRequest;
import org.computingpower.power.proof.NonceCoding;
import org.computingpower.power.proof.ProofAssignment;
import org.computingpower.power.proof.ShareCommitment;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.Commit;
import org.computingpower.terms.signed.MarketDomains;
import org.computingpower.terms.signed.Reveal;

/** A node that solves with the JDK's SHA-256, capped at a rate, and speaks HTTP as a gateway does. */
final class SimulatedNode {

    private static final ObjectMapper JSON = EventJson.newMapper();
    private static final String BASE = "/api/challenge/v1";

    final SigningKey key;
    private final MarketDomains domains;
    private final long hashesPerSecond;
    private final String origin;

    SimulatedNode(SigningKey key, MarketDomains domains, long hashesPerSecond) {
        this(key, domains, hashesPerSecond, "");
    }

    /** @param origin whom it talks to; the service under test if empty */
    SimulatedNode(SigningKey key, MarketDomains domains, long hashesPerSecond, String origin) {
        this.origin = origin;
        this.key = key;
        this.domains = domains;
        this.hashesPerSecond = hashesPerSecond;
    }

    /** The same node talking to another validator. */
    SimulatedNode to(String validator) {
        return new SimulatedNode(key, domains, hashesPerSecond, validator);
    }

    /** A solved challenge. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Solution(long epoch, ProofAssignment assignment, OrderId orderId, int device, long[] nonces) {
        Commit commit() {
            ShareCommitment shares = ShareCommitment.of(nonces);
            return new Commit(
                    epoch,
                    Hashes.terms(assignment.challenge()),
                    new org.computingpower.terms.NodeId(Hashes.terms(assignment.nodeId())),
                    orderId,
                    device,
                    shares.shares(),
                    Hashes.terms(shares.root()));
        }

        byte[] coded() {
            return NonceCoding.encode(nonces);
        }

        Reveal reveal() {
            return new Reveal(Hashes.terms(assignment.challenge()), Digests.sha256(coded()));
        }
    }

    JsonNode assignment(long epoch) throws Exception {
        Response answer = RestAssured.given()
                .queryParam("epoch", epoch)
                .get(origin + BASE + "/nodes/" + key.nodeId() + "/assignment");
        return JSON.readTree(answer.asString());
    }

    /** Solves the first device's challenge. */
    Solution solve(long epoch, Hash32 epochSeed) throws Exception {
        return solve(epoch, epochSeed, 0);
    }

    /** Solves the challenge of the device at a position of the assignment. */
    Solution solve(long epoch, Hash32 epochSeed, int position) throws Exception {
        JsonNode item = assignment(epoch).get("items").get(position);
        ProofParameters parameters = ProofParameters.decode(
                HexFormat.of().parseHex(item.get("params").asText().substring(2)));
        OrderId orderId = OrderId.parse(item.get("orderId").asText());
        int device = item.get("device").asInt();
        ProofAssignment assignment = ProofAssignment.of(
                parameters, epochSeed, Hashes.puzzle(key.nodeId().value()), Hashes.puzzle(orderId.value()), device);
        try (MessageDigestEngine engine = new MessageDigestEngine(1)) {
            long[] nonces = engine.solve(SolveRequest.of(assignment, () -> false)
                            .cappedAt(hashesPerSecond, parameters.windowMillis()))
                    .nonces();
            return new Solution(epoch, assignment, orderId, device, nonces);
        }
    }

    Response commit(Commit commit) {
        return commit(commit, commit.sign(key, domains).toString());
    }

    Response commit(Commit commit, String signature) {
        return post(origin, "/commits", Map.of("commit", commit, "signature", signature));
    }

    /** The body of a commit, signed. */
    String commitBody(Solution solution) {
        Commit commit = solution.commit();
        return write(
                Map.of("commit", commit, "signature", commit.sign(key, domains).toString()));
    }

    Response reveal(Solution solution) {
        return reveal(solution, solution.reveal().sign(key, domains).toString());
    }

    Response reveal(Solution solution, String signature) {
        return reveal(solution.epoch(), solution.device(), solution.reveal(), solution.coded(), signature);
    }

    Response reveal(long epoch, int device, Reveal reveal, byte[] coded, String signature) {
        return post(origin, "/reveals", revealing(epoch, device, reveal, coded, signature));
    }

    /** The body of a reveal, signed. */
    String revealBody(Solution solution) {
        Reveal reveal = solution.reveal();
        String signature = reveal.sign(key, domains).toString();
        return write(revealing(solution.epoch(), solution.device(), reveal, solution.coded(), signature));
    }

    private Map<String, Object> revealing(long epoch, int device, Reveal reveal, byte[] coded, String signature) {
        return Map.of(
                "nodeId",
                key.nodeId(),
                "epoch",
                epoch,
                "device",
                device,
                "reveal",
                reveal,
                "nonces",
                Base64.getEncoder().encodeToString(coded),
                "signature",
                signature);
    }

    static Response post(String path, Object body) {
        return post("", path, body);
    }

    static Response post(String origin, String path, Object body) {
        return RestAssured.given()
                .contentType("application/json")
                .body(write(body))
                .post(origin + BASE + path);
    }

    private static String write(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Bytes32 bytes32(JsonNode node) {
        return Bytes32.parse(node.asText());
    }
}
