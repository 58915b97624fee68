package org.computingpower.benchmarks;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.computingpower.power.Hash32;
import org.computingpower.power.HashInput;
import org.computingpower.power.ProofMode;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.RoundPart;
import org.computingpower.power.RoundProfile;
import org.computingpower.power.Sha256Share;
import org.computingpower.power.ShareCheck;
import org.computingpower.power.engine.MessageDigestEngine;
import org.computingpower.power.engine.SolveRequest;
import org.computingpower.power.proof.NonceCoding;
import org.computingpower.power.proof.ProofAssignment;
import org.computingpower.power.proof.ProofVerdict;
import org.computingpower.power.proof.ProofVerifier;
import org.computingpower.power.proof.ShareCommitment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A validator's work: share checks per second on one core, and the time of one whole 2048-share proof. */
@State(Scope.Thread)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ShareBenchmark {

    private static final int CHECKS = 10_000;
    /** So little power that 2048 shares are found in a blink; the verifier's work is the same. */
    private static final long SMALL_RATE = 250_000;

    private final Hash32 nodeId = HashInput.sha256(new byte[] {1});
    private final ProofAssignment assignment = assignment(nodeId);
    private final ShareCheck check = assignment.kind().check(assignment.challenge(), assignment.target());
    private final ProofVerifier verifier = new ProofVerifier(assignment);
    private byte[] coded = new byte[0];
    private ShareCommitment commitment = ShareCommitment.of(new long[0]);
    private long next;

    /** Solves one proof. */
    @Setup
    public void solve() {
        try (MessageDigestEngine engine = new MessageDigestEngine(1)) {
            long[] all = engine.solve(SolveRequest.of(assignment, () -> false)).nonces();
            long[] nonces = Arrays.copyOf(all, assignment.parameters().mu());
            coded = NonceCoding.encode(nonces);
            commitment = ShareCommitment.of(nonces);
        }
    }

    /** Share checks, the inner loop of validators. Mark: 5 million per second and core. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    @OperationsPerInvocation(CHECKS)
    public int shareChecks() {
        int shares = 0;
        for (int i = 0; i < CHECKS; i++) {
            shares += check.isShare(next++) ? 1 : 0;
        }
        return shares;
    }

    /** A reveal of 2048 shares: decoding, root, order and every share. Mark: 0.3 ms. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public ProofVerdict proofOf2048Shares() {
        return verifier.judge(Optional.of(nodeId), assignment.challenge(), commitment, coded);
    }

    private static ProofAssignment assignment(Hash32 nodeId) {
        ProofParameters parameters =
                RoundProfile.STANDARD.parameters(Sha256Share.ID, SMALL_RATE, ProofMode.STANDBY, RoundPart.PRIMARY);
        return ProofAssignment.of(parameters, Hash32.ZERO, nodeId, Hash32.ZERO, 0);
    }
}
