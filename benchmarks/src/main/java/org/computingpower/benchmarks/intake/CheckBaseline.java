package org.computingpower.benchmarks.intake;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.computingpower.benchmarks.stack.ProcessorTime;
import org.computingpower.power.Hash32;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.proof.NonceCoding;
import org.computingpower.power.proof.ProofAssignment;
import org.computingpower.power.proof.ProofVerdict;
import org.computingpower.power.proof.ProofVerifier;
import org.computingpower.power.proof.ShareCommitment;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.Secp256k1;
import org.computingpower.terms.key.SigningKey;

/**
 * What no validator can do without, on one thread and without any I/O: two signatures of the node, its proof, and the
 * signatures of receipt and verdict. The difference to what a proof costs in all is HTTP, database and broker.
 */
final class CheckBaseline {
    private static final int WARM_UP = 3_000;
    private static final int MEASURED = 3_000;
    private static final int SIGNATURES_CHECKED = 2;
    private static final int SIGNATURES_MADE = 2;

    private CheckBaseline() {}

    /** Measures and prints. */
    static void run(PrintStream out, ProofParameters parameters) {
        SigningKey key = SigningKey.of(Digests.keccak256OfText("baseline"));
        Bytes32 digest = Digests.keccak256OfText("digest");
        Signature signature = key.sign(digest);
        Hash32 node = Hash32.of(key.nodeId().value().toArray());
        ProofAssignment assignment = ProofAssignment.of(parameters, Hash32.ZERO, node, Hash32.ZERO, 0);
        long[] nonces = PreparedProof.search(assignment, parameters.mu(), new SplittableRandom(1));
        ShareCommitment shares = ShareCommitment.of(nonces);
        byte[] coded = NonceCoding.encode(nonces);
        ProofVerifier verifier = new ProofVerifier(assignment);
        double check = micros(() -> require(Secp256k1.recover(digest, signature).isPresent()));
        double make = micros(() -> require(key.sign(digest).equals(signature)));
        double judge = micros(() -> require(
                verifier.judge(Optional.of(node), assignment.challenge(), shares, coded) instanceof ProofVerdict.Pass));
        double all = SIGNATURES_CHECKED * check + judge + SIGNATURES_MADE * make;
        out.printf(
                Locale.ROOT,
                "Baseline, one thread, no I/O: checking a signature %.0f us, making one %.0f us, a proof of %,d shares %.0f us;"
                        + " per node %d checked, %d made and one proof: %.2f ms of processor time%n",
                check,
                make,
                parameters.mu(),
                judge,
                SIGNATURES_CHECKED,
                SIGNATURES_MADE,
                all / 1_000);
    }

    private static double micros(Runnable work) {
        repeat(work, WARM_UP);
        long pid = ProcessHandle.current().pid();
        long before = ProcessorTime.millisOf(pid);
        repeat(work, MEASURED);
        return (ProcessorTime.millisOf(pid) - before) * 1_000.0 / MEASURED;
    }

    private static void repeat(Runnable work, int times) {
        for (int i = 0; i < times; i++) {
            work.run();
        }
    }

    private static void require(boolean right) {
        if (!right) {
            throw new IllegalStateException("The baseline computes something else than the service");
        }
    }
}
