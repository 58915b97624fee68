package org.computingpower.cli.power;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.Commit;
import org.computingpower.terms.signed.CommitReceipt;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.Reveal;
import org.computingpower.terms.signed.RoundOpen;

/**
 * What a validator gives out about one verdict. Nothing in it is believed before {@link ProofVerification} ran.
 *
 * @param validator whose verdict it claims to be
 * @param opening the round
 * @param params the 52 bytes of the parameters, hex
 * @param roster where the device stands under the roster's root
 * @param challengeId the stated challenge
 * @param target the stated target
 * @param commits what the node committed to; two if it contradicted itself
 * @param commitReceipts receipts of the first commit
 * @param reveal the reveal that was judged
 * @param revealReceipts receipts of the reveal
 * @param verdict the verdict
 * @param signature the validator's signature over it
 */
public record JudgedProof(
        Address validator,
        Opening opening,
        String params,
        RosterPlace roster,
        Bytes32 challengeId,
        Bytes32 target,
        List<SignedCommit> commits,
        List<Receipt> commitReceipts,
        Optional<SignedReveal> reveal,
        List<Receipt> revealReceipts,
        PowerVerdict verdict,
        Signature signature) {
    private static final int MAX_LIST = 1_024;

    /** The round's opening, the inputs of its beacon, and when it began for each validator. */
    public record Opening(
            RoundOpen round,
            Signature signature,
            List<Secret> secrets,
            Optional<Long> drandRound,
            List<Receipt> starts) {}

    /** A beacon secret. */
    public record Secret(Address validator, Bytes32 value) {}

    /** Place in the roster, and siblings up to the top. */
    public record RosterPlace(int index, List<Bytes32> path) {}

    /** A commit. */
    public record SignedCommit(Commit commit, Signature signature) {}

    /** A reveal; the nonces as they were coded. */
    public record SignedReveal(Reveal reveal, String nonces, Signature signature) {
        byte[] codedNonces() {
            return Base64.getDecoder().decode(nonces);
        }
    }

    /** A validator's word for when it received something. */
    public record Receipt(Address validator, CommitReceipt receipt, Optional<Signature> signature) {}

    /** Reads what a validator answered. */
    public static JudgedProof parse(JsonNode tree) {
        try {
            JsonNode opening = tree.path("opening");
            List<SignedCommit> commits = new ArrayList<>();
            for (String member : List.of("commit", "contradicting")) {
                if (tree.hasNonNull(member)) {
                    commits.add(new SignedCommit(
                            Json.read(tree.path(member).path("commit"), Commit.class), signature(tree.path(member))));
                }
            }
            return new JudgedProof(
                    address(tree),
                    new Opening(
                            Json.read(opening.path("round"), RoundOpen.class),
                            signature(opening),
                            list(
                                    opening.path("secrets"),
                                    one -> new Secret(address(one), Bytes32.parse(Json.text(one, "secret")))),
                            opening.hasNonNull("drandRound")
                                    ? Optional.of(opening.path("drandRound").asLong())
                                    : Optional.empty(),
                            list(opening.path("starts"), JudgedProof::receipt)),
                    Json.text(tree, "params"),
                    new RosterPlace(
                            tree.path("roster").path("index").asInt(-1),
                            list(tree.path("roster").path("path"), one -> Bytes32.parse(one.asText()))),
                    Bytes32.parse(Json.text(tree, "challengeId")),
                    Bytes32.parse(Json.text(tree, "target")),
                    List.copyOf(commits),
                    list(tree.path("commitReceipts"), JudgedProof::receipt),
                    tree.hasNonNull("reveal") ? Optional.of(reveal(tree.path("reveal"))) : Optional.empty(),
                    list(tree.path("revealReceipts"), JudgedProof::receipt),
                    Json.read(tree.path("judgement").path("verdict"), PowerVerdict.class),
                    signature(tree.path("judgement")));
        } catch (IllegalArgumentException e) {
            throw new CliException("The validator's answer is malformed: " + e.getMessage());
        }
    }

    private static SignedReveal reveal(JsonNode tree) {
        SignedReveal reveal = new SignedReveal(
                Json.read(tree.path("reveal"), Reveal.class), Json.text(tree, "nonces"), signature(tree));
        reveal.codedNonces();
        return reveal;
    }

    private static Receipt receipt(JsonNode tree) {
        return new Receipt(
                address(tree),
                Json.read(tree.path("receipt"), CommitReceipt.class),
                tree.hasNonNull("signature") ? Optional.of(signature(tree)) : Optional.empty());
    }

    private static Address address(JsonNode tree) {
        return Address.parse(Json.text(tree, "validator"));
    }

    private static Signature signature(JsonNode tree) {
        return Signature.parse(Json.text(tree, "signature"));
    }

    private static <T> List<T> list(JsonNode items, Function<JsonNode, T> read) {
        if (items.size() > MAX_LIST) {
            throw new IllegalArgumentException("A list is longer than " + MAX_LIST);
        }
        return StreamSupport.stream(items.spliterator(), false).map(read).toList();
    }
}
