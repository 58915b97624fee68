package org.computingpower.challenge.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.events.EventJson;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.proof.ProofAssignment;
import org.computingpower.power.proof.ProofVerdict;
import org.computingpower.power.proof.ProofVerifier;
import org.computingpower.power.proof.ShareCommitment;
import org.computingpower.power.round.Roster;
import org.computingpower.power.round.RosterEntry;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.Commit;
import org.computingpower.terms.signed.CommitReceipt;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.RoundOpen;

/** A verdict's basis as a stranger reads it, and repeats it with nothing but the library and the market file. */
record PublicProof(JsonNode json, MarketFile market) {

    static Response get(String origin, long epoch, NodeId node, int device) {
        return RestAssured.get(origin + "/api/challenge/v1/rounds/" + epoch + "/proofs/" + node + "/" + device);
    }

    static PublicProof of(String origin, MarketFile market, long epoch, NodeId node) {
        Response answer = get(origin, epoch, node, 0);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return new PublicProof(answer.as(JsonNode.class), market);
    }

    private static <T> T read(JsonNode tree, Class<T> type) {
        try {
            return EventJson.newMapper().treeToValue(tree, type);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Signature signature(JsonNode tree) {
        return Signature.parse(tree.get("signature").asText());
    }

    Address validator() {
        return Address.parse(json.get("validator").asText());
    }

    PowerVerdict verdict() {
        return read(json.get("judgement").get("verdict"), PowerVerdict.class);
    }

    RoundOpen round() {
        return read(json.get("opening").get("round"), RoundOpen.class);
    }

    boolean isSigned() {
        return verdict().isSignedBy(validator(), signature(json.get("judgement")), market.domains())
                && round().isSignedBy(validator(), signature(json.get("opening")), market.domains())
                && verdict().roundOpenHash().equals(round().structHash());
    }

    private ProofParameters parameters() {
        return ProofParameters.decode(
                HexFormat.of().parseHex(json.get("params").asText().substring(2)));
    }

    /** Whether device and parameters stand under the root that the validator signed. */
    boolean isOnRoster() {
        RosterEntry entry = new RosterEntry(
                Hashes.puzzle(verdict().nodeId().value()),
                Hashes.puzzle(verdict().orderId().value()),
                verdict().device(),
                parameters().mode(),
                parameters().hash());
        return Roster.contains(
                Hashes.puzzle(round().rosterRoot()),
                round().rosterSize(),
                json.get("roster").get("index").asInt(),
                entry,
                StreamSupport.stream(json.get("roster").get("path").spliterator(), false)
                        .map(one -> Hashes.puzzle(Bytes32.parse(one.asText())))
                        .toList());
    }

    /** The shares judged again. */
    ProofVerdict judgeAgain() {
        ProofAssignment assignment = ProofAssignment.of(
                parameters(),
                Hashes.puzzle(round().epochSeed()),
                Hashes.puzzle(verdict().nodeId().value()),
                Hashes.puzzle(verdict().orderId().value()),
                verdict().device());
        assertThat(json.get("target").asText()).isEqualTo(assignment.target().toString());
        Commit commit = read(json.get("commit").get("commit"), Commit.class);
        assertThat(commit.structHash()).isEqualTo(verdict().commitHash());
        return new ProofVerifier(assignment)
                .judge(
                        Optional.of(Hashes.puzzle(verdict().nodeId().value())),
                        Hashes.puzzle(verdict().challengeId()),
                        new ShareCommitment(commit.k(), Hashes.puzzle(commit.root())),
                        Base64.getDecoder()
                                .decode(json.get("reveal").get("nonces").asText()));
    }

    /** How many different validators signed the entries of a list: {@code commitReceipts}, {@code revealReceipts} or {@code starts}. */
    long signers(JsonNode receipts) {
        return StreamSupport.stream(receipts.spliterator(), false)
                .filter(one -> one.hasNonNull("signature"))
                .filter(one -> read(one.get("receipt"), CommitReceipt.class)
                        .isSignedBy(Address.parse(one.get("validator").asText()), signature(one), market.domains()))
                .map(one -> one.get("validator").asText())
                .distinct()
                .count();
    }

    long signersOf(String list) {
        return signers(list.equals("starts") ? json.get("opening").get(list) : json.get(list));
    }
}
