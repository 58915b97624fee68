package org.computingpower.power.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.computingpower.power.Hash32;
import org.computingpower.power.HashInput;
import org.computingpower.power.Sha256Share;
import org.computingpower.power.ShareCheck;
import org.computingpower.power.ShareTarget;
import org.computingpower.power.engine.EngineCandidate;
import org.computingpower.power.engine.EngineSelection;
import org.computingpower.power.engine.PowerEngine;
import org.computingpower.power.engine.SolveRequest;
import org.computingpower.power.engine.SolveResult;
import org.junit.jupiter.api.Test;

/** Needs an OpenCL driver and fails without one: CI and developers install pocl-opencl-icd. */
class OpenClEngineTest {

    private static final Hash32 CHALLENGE = HashInput.sha256(new byte[] {1});

    private static List<EngineCandidate.Available> engines() {
        return MachineEngines.openCl().stream()
                .map(candidate -> switch (candidate) {
                    case EngineCandidate.Available available -> available;
                    case EngineCandidate.Unavailable unavailable ->
                        throw new AssertionError("This test needs OpenCL: " + unavailable.reason());
                })
                .toList();
    }

    private static SolveRequest request(ShareTarget target, long start, long hashes) {
        return new SolveRequest(CHALLENGE, target, start, 131_072, hashes, () -> false);
    }

    private static long[] expected(SolveRequest request) {
        ShareCheck check = Sha256Share.INSTANCE.check(request.challenge(), request.target());
        return LongStream.range(0, request.maxHashes())
                .map(i -> request.nonceStart() + i)
                .filter(check::isShare)
                .toArray();
    }

    @Test
    void everyKernelFindsExactlyTheSharesOfEveryRange() {
        ShareTarget odd = ShareTarget.of(BigInteger.TWO.pow(246).add(BigInteger.TWO.pow(200)));
        List<SolveRequest> requests = List.of(
                request(odd, 0, 1),
                request(odd, 3, 100_003),
                request(odd, (1L << 32) - 50_001, 100_000),
                request(odd, Long.MAX_VALUE - 5_000, 10_000),
                request(odd, -20_000, 20_000),
                request(ShareTarget.of(BigInteger.TWO.pow(255)), 77, 200_000),
                request(ShareTarget.of(BigInteger.TWO.pow(256).subtract(BigInteger.ONE)), 5, 40_000));
        for (EngineCandidate.Available candidate : engines()) {
            try (PowerEngine engine = candidate.open().get()) {
                for (SolveRequest request : requests) {
                    SolveResult result = engine.solve(request);
                    assertThat(result.nonces()).as(engine.name()).isEqualTo(expected(request));
                    assertThat(result.hashes()).isEqualTo(request.maxHashes());
                    assertThat(result.end()).isEqualTo(SolveResult.End.HASH_LIMIT);
                }
            }
        }
    }

    @Test
    void everyKernelStopsAtTheShareLimitAndWhenAsked() {
        ShareTarget target = ShareTarget.of(BigInteger.TWO.pow(240));
        for (EngineCandidate.Available candidate : engines()) {
            try (PowerEngine engine = candidate.open().get()) {
                SolveResult full =
                        engine.solve(new SolveRequest(CHALLENGE, target, 0, 10, Long.MAX_VALUE, () -> false));
                assertThat(full.shares()).isEqualTo(10);
                assertThat(full.end()).isEqualTo(SolveResult.End.SHARE_LIMIT);
                AtomicInteger asked = new AtomicInteger();
                SolveResult stopped = engine.solve(new SolveRequest(
                        CHALLENGE, target, 0, 131_072, Long.MAX_VALUE, () -> asked.incrementAndGet() >= 2));
                assertThat(stopped.end()).isEqualTo(SolveResult.End.STOPPED);
                assertThat(asked).hasValue(2);
            }
        }
    }

    @Test
    void theSelectionMeasuresEveryEngineOfThisMachine() {
        List<EngineCandidate> candidates = MachineEngines.candidates(1);
        EngineSelection selection = EngineSelection.select(candidates, Duration.ofMillis(100));
        try (PowerEngine engine = selection.engine()) {
            assertThat(engine.name()).startsWith("opencl:");
            assertThat(selection.reports()).hasSameSizeAs(candidates).allMatch(report -> report.usable());
            selection
                    .reports()
                    .forEach(report -> System.getLogger("engines")
                            .log(System.Logger.Level.INFO, report.name() + ": " + report.message()));
        }
    }

    @Test
    void saysThatADeviceDoesNotExist() {
        assertThat(MachineEngines.openCl(63))
                .singleElement()
                .satisfies(candidate -> assertThat(candidate)
                        .isInstanceOfSatisfying(
                                EngineCandidate.Unavailable.class,
                                unavailable ->
                                        assertThat(unavailable.reason()).contains("There is no OpenCL device 63")));
    }
}
