package org.computingpower.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.computingpower.cli.session.Json;
import org.computingpower.power.Hash32;
import org.computingpower.power.ProofMode;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.RoundPart;
import org.computingpower.power.RoundProfile;
import org.computingpower.power.Sha256Share;
import org.computingpower.power.engine.MessageDigestEngine;
import org.computingpower.power.engine.SolveRequest;
import org.computingpower.power.proof.NonceCoding;
import org.computingpower.power.proof.ProofAssignment;
import org.computingpower.power.proof.ShareCommitment;
import org.computingpower.power.round.BeaconOutput;
import org.computingpower.power.round.BeaconSecret;
import org.computingpower.power.round.EpochSeed;
import org.computingpower.power.round.Roster;
import org.computingpower.power.round.RosterEntry;
import org.computingpower.power.round.ValidatorAddress;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.BeaconKind;
import org.computingpower.terms.signed.Commit;
import org.computingpower.terms.signed.CommitReceipt;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.Reveal;
import org.computingpower.terms.signed.RoundOpen;
import org.computingpower.terms.signed.SignedType;

/**
 * One solved challenge as a validator shows it. What is not final can be changed before {@link #json()} signs it, as a validator or node that lies
 * would.
 */
final class ShownProof {
    static final long EPOCH = 7;
    static final SigningKey NODE = SigningKey.of(Digests.keccak256OfText("power node"));
    private static final long RATE = 1_000;
    private static final long T0 = 1_700_000_106_500L;
    private static final Hash32 SECRET =
            Hash32.of(Digests.keccak256OfText("secret").toArray());

    private final MarketFile market;
    RoundOpen round;
    ProofParameters parameters;
    long[] nonces;
    ProofResult result = ProofResult.PASS;
    int claimed;
    long committedAt = T0 + 5_000;
    long revealedAt = T0 + 9_000;
    SigningKey nodeKey = NODE;
    SigningKey receipting = TestMarket.VALIDATOR;
    final Roster roster;

    /** The proof of a device of 1000 H/s that has the given parameters. */
    ShownProof(MarketFile market, ProofParameters parameters) {
        this.market = market;
        this.parameters = parameters;
        this.roster = Roster.of(List.of(
                entry(NODE, parameters), entry(SigningKey.of(Digests.keccak256OfText("neighbor")), parameters)));
        Hash32 output = BeaconOutput.ofSecrets(
                EPOCH,
                RoundPart.PRIMARY,
                Map.of(ValidatorAddress.of(TestMarket.VALIDATOR.address().toArray()), new BeaconSecret(SECRET)));
        Bytes32 block = Digests.keccak256OfText("block");
        this.round = new RoundOpen(
                1,
                EPOCH,
                0,
                BeaconKind.COMMIT_REVEAL,
                bytes(output),
                4_096,
                block,
                bytes(EpochSeed.of(
                        org.computingpower.power.round.BeaconKind.COMMIT_REVEAL,
                        EPOCH,
                        output,
                        market.chainId(),
                        hash(block))),
                bytes(roster.root()),
                2);
        try (MessageDigestEngine engine = new MessageDigestEngine(1)) {
            this.nonces = engine.solve(
                            SolveRequest.of(assignment(), () -> false).over(0, 4_000))
                    .nonces();
        }
        this.claimed = nonces.length;
    }

    /** What the market of {@link TestMarket} asks of a device of 1000 H/s. */
    static ProofParameters asked(int threshold) {
        return new RoundProfile(512, threshold, 4_000, 8_000, 10_000, 11_000, 1_024)
                .parameters(Sha256Share.ID, RATE, ProofMode.STANDBY, RoundPart.PRIMARY);
    }

    private static Hash32 hash(Bytes32 value) {
        return Hash32.of(value.toArray());
    }

    private static Bytes32 bytes(Hash32 value) {
        return Bytes32.of(value.bytes());
    }

    private static RosterEntry entry(SigningKey node, ProofParameters parameters) {
        return new RosterEntry(hash(node.nodeId().value()), Hash32.ZERO, 0, parameters.mode(), parameters.hash());
    }

    private ProofAssignment assignment() {
        return ProofAssignment.of(
                parameters, hash(round.epochSeed()), hash(NODE.nodeId().value()), Hash32.ZERO, 0);
    }

    private String sign(SigningKey key, SignedType statement) {
        return statement.sign(key, market.domains()).toString();
    }

    private ObjectNode receipt(Bytes32 of, long atMillis, SigningKey signer) {
        CommitReceipt receipt = new CommitReceipt(1, of, atMillis);
        ObjectNode json =
                Json.object().put("validator", TestMarket.VALIDATOR.address().toString());
        json.set("receipt", Json.of(receipt));
        return json.put("signature", sign(signer, receipt));
    }

    private ObjectNode signed(String member, SignedType statement, SigningKey signer) {
        ObjectNode json = Json.object().put("signature", sign(signer, statement));
        json.set(member, Json.of(statement));
        return json;
    }

    /** What the validator answers. */
    ObjectNode json() {
        ProofAssignment assignment = assignment();
        byte[] coded = NonceCoding.encode(nonces);
        ShareCommitment shares = ShareCommitment.of(nonces);
        Commit commit = new Commit(
                EPOCH,
                bytes(assignment.challenge()),
                NODE.nodeId(),
                OrderId.NONE,
                0,
                shares.shares(),
                bytes(shares.root()));
        Reveal reveal = new Reveal(bytes(assignment.challenge()), Digests.sha256(coded));
        boolean missing = result == ProofResult.MISSING;
        PowerVerdict verdict = new PowerVerdict(
                1,
                EPOCH,
                round.structHash(),
                bytes(assignment.challenge()),
                NODE.nodeId(),
                OrderId.NONE,
                0,
                result,
                missing ? 0 : claimed,
                missing ? Bytes32.ZERO : commit.structHash(),
                missing ? Bytes32.ZERO : reveal.revealHash());
        ObjectNode json =
                Json.object().put("validator", TestMarket.VALIDATOR.address().toString());
        ObjectNode opening = signed("round", round, TestMarket.VALIDATOR);
        opening.putArray("secrets")
                .addObject()
                .put("validator", TestMarket.VALIDATOR.address().toString())
                .put("secret", SECRET.toString());
        opening.putArray("starts").add(receipt(round.structHash(), T0, TestMarket.VALIDATOR));
        json.set("opening", opening);
        json.put("params", "0x" + HexFormat.of().formatHex(parameters.encode()));
        int place = roster.entries().indexOf(entry(NODE, parameters));
        ArrayNode path = json.putObject("roster").put("index", place).putArray("path");
        roster.path(Math.max(0, place)).forEach(sibling -> path.add(sibling.toString()));
        json.put("challengeId", assignment.challenge().toString())
                .put("target", assignment.target().toString());
        json.set("commit", signed("commit", commit, nodeKey));
        json.putArray("commitReceipts").add(receipt(commit.structHash(), committedAt, receipting));
        json.set(
                "reveal",
                signed("reveal", reveal, nodeKey)
                        .put("nonces", Base64.getEncoder().encodeToString(coded)));
        json.putArray("revealReceipts").add(receipt(reveal.structHash(), revealedAt, receipting));
        json.set("judgement", signed("verdict", verdict, TestMarket.VALIDATOR));
        return json;
    }
}
