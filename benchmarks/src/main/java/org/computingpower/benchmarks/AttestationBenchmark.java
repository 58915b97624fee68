package org.computingpower.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.CollateralRules;
import org.computingpower.sgx.dcap.collateral.CollateralVerifier;
import org.computingpower.sgx.dcap.collateral.TrustRoot;
import org.computingpower.sgx.dcap.collateral.VerifiedCollateral;
import org.computingpower.sgx.dcap.crypto.P256Implementation;
import org.computingpower.sgx.dcap.crypto.P256PublicKey;
import org.computingpower.sgx.dcap.parse.Quote;
import org.computingpower.sgx.dcap.parse.QuoteFormatException;
import org.computingpower.sgx.dcap.sim.EnclaveSpec;
import org.computingpower.sgx.dcap.sim.PlatformSpec;
import org.computingpower.sgx.dcap.sim.SimulatedPki;
import org.computingpower.sgx.dcap.sim.SimulatedPlatform;
import org.computingpower.sgx.dcap.sim.TcbScenario;
import org.computingpower.sgx.dcap.sim.TdSpec;
import org.computingpower.sgx.dcap.verify.Claims;
import org.computingpower.sgx.dcap.verify.QuoteVerifier;
import org.computingpower.sgx.dcap.verify.TcbEvaluator;
import org.computingpower.sgx.dcap.verify.TcbResult;
import org.computingpower.sgx.dcap.verify.VerificationResult;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Quote verifications per second on one core, each with parsing, beside the rate of bare P-256 verifications that
 * limits them. Quotes and collateral come from a simulated PKI: the same formats, sizes and number of signatures as
 * Intel's.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xbatch"}) // compiles before it measures, also on a loaded machine
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class AttestationBenchmark {
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = CREATED.plus(Duration.ofDays(1));
    private static final Bytes REPORT_DATA = Bytes.ofHex("01".repeat(64));

    /** Which quote. */
    @Param({"SGX", "TDX"})
    private Tee tee = Tee.SGX;

    private final SimulatedPki pki = SimulatedPki.create(Bytes.ofHex("42".repeat(32)), CREATED);
    private final TrustRoot root = pki.trustRoot();
    private final QuoteVerifier forgetful = QuoteVerifier.create();
    private final QuoteVerifier remembering = QuoteVerifier.remembering(16);
    private Subject subject = Subject.of(pki, Tee.SGX);

    /** Operations and processor time of an iteration, so that other load on the machine does not count. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Processor {
        /** Operations done. */
        public long operations;

        /** Processor time of the thread in nanoseconds. */
        public long cpuNanos;

        private long startedNanos;

        /** Starts to count. */
        @Setup(Level.Iteration)
        public void start() {
            operations = 0;
            startedNanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }

        /** Ends to count. */
        @TearDown(Level.Iteration)
        public void stop() {
            cpuNanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - startedNanos;
        }
    }

    /** Everything that depends on the kind of quote. */
    private record Subject(
            Bytes quote,
            Quote parsed,
            P256PublicKey bouncyCastleKey,
            CollateralBytes collateralBytes,
            VerifiedCollateral collateral,
            Claims claims) {

        static Subject of(SimulatedPki pki, Tee tee) {
            PlatformSpec spec = PlatformSpec.named("bench");
            SimulatedPlatform platform = pki.platform(spec);
            byte[] quote = switch (tee) {
                case SGX ->
                    platform.sgxQuote(
                            new EnclaveSpec(Bytes.ofHex("aa".repeat(32)), Bytes.ofHex("bb".repeat(32)), 1, 1, false),
                            REPORT_DATA);
                case TDX ->
                    platform.tdxQuote(TdSpec.of(TdSpec.Version.TDX_1_5, Bytes.ofHex("cc".repeat(48))), REPORT_DATA);
            };
            CollateralBytes bytes = pki.collateral(tee, spec, TcbScenario.upToDate(), NOW);
            VerifiedCollateral collateral = verified(bytes, pki.trustRoot());
            Quote parsed = parse(quote);
            Claims claims = claimsOf(QuoteVerifier.create().verify(parsed, collateral, NOW));
            P256PublicKey key = P256PublicKey.ofRaw(parsed.attestationKey(), P256Implementation.BOUNCY_CASTLE)
                    .orElseThrow();
            return new Subject(Bytes.copyOf(quote), parsed, key, bytes, collateral, claims);
        }
    }

    /** Makes the quote. */
    @Setup
    public void prepare() {
        subject = Subject.of(pki, tee);
    }

    /** The limit: one bare signature over a quote, by a key met for the first time. */
    @Benchmark
    public boolean p256(Processor processor) {
        processor.operations++;
        return verifies(P256Implementation.selected());
    }

    /** The same with BouncyCastle. */
    @Benchmark
    public boolean p256BouncyCastle(Processor processor) {
        processor.operations++;
        return verifies(P256Implementation.BOUNCY_CASTLE);
    }

    /** The same by a key that was used before, for which BouncyCastle keeps a table. */
    @Benchmark
    public boolean p256BouncyCastleKnownKey(Processor processor) {
        processor.operations++;
        return subject.bouncyCastleKey()
                .verifiesRaw(subject.parsed().signedBytes(), subject.parsed().signature());
    }

    private boolean verifies(P256Implementation implementation) {
        return P256PublicKey.ofRaw(subject.parsed().attestationKey(), implementation)
                .orElseThrow()
                .verifiesRaw(subject.parsed().signedBytes(), subject.parsed().signature());
    }

    /** Collateral and quote from their bytes: 8 signatures. */
    @Benchmark
    public VerificationResult cold(Processor processor) {
        processor.operations++;
        VerifiedCollateral collateral = verified(subject.collateralBytes(), root);
        return forgetful.verify(parse(subject.quote().toByteArray()), collateral, NOW);
    }

    /** Verified collateral at hand: 3 signatures. Mark: 1,500 per second. */
    @Benchmark
    public VerificationResult cachedCollateral(Processor processor) {
        processor.operations++;
        return forgetful.verify(parse(subject.quote().toByteArray()), subject.collateral(), NOW);
    }

    /** Platform and attestation key seen before: 1 signature. Mark: 3,000 per second. */
    @Benchmark
    public VerificationResult knownPlatform(Processor processor) {
        processor.operations++;
        return remembering.verify(parse(subject.quote().toByteArray()), subject.collateral(), NOW);
    }

    /** Stored claims under new collateral: no signature. Mark: 100,000 per second. */
    @Benchmark
    public TcbResult reappraisal(Processor processor) {
        processor.operations++;
        return TcbEvaluator.reappraise(subject.claims(), subject.collateral(), NOW);
    }

    private static VerifiedCollateral verified(CollateralBytes bytes, TrustRoot root) {
        return switch (CollateralVerifier.verify(bytes, root, CollateralRules.standard(), NOW)) {
            case CollateralResult.Verified verified -> verified.collateral();
            case CollateralResult.Rejected rejected -> throw new IllegalStateException(rejected.toString());
        };
    }

    private static Claims claimsOf(VerificationResult result) {
        return switch (result) {
            case VerificationResult.Verified verified -> verified.claims().claims();
            case VerificationResult.Rejected rejected -> throw new IllegalStateException(rejected.toString());
        };
    }

    private static Quote parse(byte[] quote) {
        try {
            return Quote.parse(quote);
        } catch (QuoteFormatException e) {
            throw new IllegalStateException(e);
        }
    }
}
