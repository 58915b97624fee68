package org.computingpower.benchmarks.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Base64;
import java.util.Map;
import java.util.SplittableRandom;
import org.computingpower.events.EventJson;
import org.computingpower.power.Hash32;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.ShareCheck;
import org.computingpower.power.proof.NonceCoding;
import org.computingpower.power.proof.ProofAssignment;
import org.computingpower.power.proof.ShareCommitment;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.signed.Commit;
import org.computingpower.terms.signed.MarketDomains;
import org.computingpower.terms.signed.Reveal;

/**
 * One node's signed commit and reveal as the JSON that is posted. The proof is a real one of the full number of shares;
 * only the rating is low, so that it is found in milliseconds. Nonces lie as far apart as those of a 60 MH/s core do, so
 * that the reveal has the size of a real one.
 *
 * @param commit body of the commit
 * @param reveal body of the reveal
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record PreparedProof(byte[] commit, byte[] reveal) {

    /** 60e6 hashes/s times 19 s, over 2048 shares. */
    private static final int MEAN_GAP = 556_640;

    private static final ObjectMapper JSON = EventJson.newMapper();

    static PreparedProof of(
            IntakeNode node, long epoch, Hash32 epochSeed, ProofParameters parameters, MarketDomains domains) {
        ProofAssignment assignment = ProofAssignment.of(
                parameters, epochSeed, Hash32.of(node.key().nodeId().value().toArray()), Hash32.ZERO, 0);
        long[] nonces = search(
                assignment,
                parameters.mu(),
                new SplittableRandom(assignment.challenge().unsignedByte(0)));
        ShareCommitment shares = ShareCommitment.of(nonces);
        Bytes32 challenge = Bytes32.of(assignment.challenge().bytes());
        byte[] coded = NonceCoding.encode(nonces);
        Commit commit = new Commit(
                epoch,
                challenge,
                node.key().nodeId(),
                OrderId.NONE,
                0,
                shares.shares(),
                Bytes32.of(shares.root().bytes()));
        Reveal reveal = new Reveal(challenge, Digests.sha256(coded));
        return new PreparedProof(
                json(Map.of(
                        "commit",
                        commit,
                        "signature",
                        commit.sign(node.key(), domains).toString())),
                json(Map.of(
                        "nodeId",
                        node.key().nodeId(),
                        "epoch",
                        epoch,
                        "device",
                        0,
                        "reveal",
                        reveal,
                        "nonces",
                        Base64.getEncoder().encodeToString(coded),
                        "signature",
                        reveal.sign(node.key(), domains).toString())));
    }

    /** Shares far enough apart. */
    static long[] search(ProofAssignment assignment, int shares, SplittableRandom random) {
        ShareCheck check = assignment.kind().check(assignment.challenge(), assignment.target());
        long[] nonces = new long[shares];
        long nonce = 0;
        for (int found = 0; found < shares; found++) {
            nonce += 1 + random.nextInt(2 * MEAN_GAP);
            while (!check.isShare(nonce)) {
                nonce++;
            }
            nonces[found] = nonce;
        }
        return nonces;
    }

    private static byte[] json(Object body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
