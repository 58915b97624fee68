package org.computingpower.gateway.application.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.computingpower.gateway.adapter.files.FileProofStore;
import org.computingpower.gateway.application.NodeIdentity;
import org.computingpower.gateway.fixture.Fakes;
import org.computingpower.gateway.fixture.Market;
import org.computingpower.power.Hash32;
import org.computingpower.power.ProofMode;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.RoundPart;
import org.computingpower.power.engine.EngineFailure;
import org.computingpower.power.engine.SolveRequest;
import org.computingpower.power.engine.SolveResult;
import org.computingpower.power.proof.NonceCoding;
import org.computingpower.power.proof.ProofAssignment;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.BeaconKind;
import org.computingpower.terms.signed.RoundOpen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node of two devices: real engines on one CPU thread each, with other caps. */
class SeveralDevicesTest {
    private static final OrderId ORDER = new OrderId(Digests.keccak256OfText("order"));
    private static final Instant OPENED = Instant.ofEpochSecond(Market.GENESIS + 100);
    private static final ProofParameters PARAMETERS =
            new ProofParameters(1, 64, 32, 4_000, 8_000, 10_000, 20_000, 128, ProofMode.EXCLUSIVE, RoundPart.PRIMARY);
    private static final List<Assignment> BOTH =
            List.of(new Assignment(0, ORDER, PARAMETERS), new Assignment(3, ORDER, PARAMETERS));
    private static final RoundOpen ROUND = new RoundOpen(
            1,
            7,
            0,
            BeaconKind.COMMIT_REVEAL,
            Bytes32.ZERO,
            4,
            Bytes32.ZERO,
            Digests.keccak256OfText("seed"),
            Bytes32.ZERO,
            2);

    private final MarketFile market = Market.file(3, 2, Fakes.nowhere());
    private final NodeIdentity node = new NodeIdentity(Market.key("node"), Bytes32.ZERO, Bytes32.ZERO);
    private final List<String> tenant = Collections.synchronizedList(new ArrayList<>());
    private final List<Proof> made = new CopyOnWriteArrayList<>();
    private final SolverEngines engines = new SolverEngines(
            Fakes.solverConfig(
                    "solver.benchmark", "0.1S",
                    "solver.devices.\"0\".threads", "1",
                    "solver.devices.\"0\".max-hash-rate", "20000",
                    "solver.devices.\"3\".threads", "1",
                    "solver.devices.\"3\".max-hash-rate", "15000"),
            market);

    @TempDir
    Path folder;

    @Test
    void eachDeviceProvesItsOwnChallengeInTheSameRound() throws Exception {
        List<Proof> proofs = solve(engines);

        assertThat(proofs).extracting(proof -> proof.commit().device()).containsExactly(0, 3);
        assertThat(made).containsExactlyInAnyOrderElementsOf(proofs);
        for (Proof proof : proofs) {
            ProofAssignment puzzle = ProofAssignment.of(
                    PARAMETERS,
                    Hash32.of(ROUND.epochSeed().toArray()),
                    Hash32.of(node.nodeId().value().toArray()),
                    Hash32.of(ORDER.value().toArray()),
                    proof.commit().device());
            var check = puzzle.kind().check(puzzle.challenge(), puzzle.target());
            long[] nonces =
                    NonceCoding.decode(proof.nonces().toArray(), proof.commit().k());
            assertThat(Arrays.stream(nonces).boxed()).isNotEmpty().allMatch(check::isShare);
        }
        assertThat(proofs.get(0).commit().challengeId())
                .isNotEqualTo(proofs.get(1).commit().challengeId());
        assertThat(tenant).containsExactly("pause", "resume");
    }

    @Test
    void theDevicesSearchAtTheSameTime() {
        CyclicBarrier bothSearch = new CyclicBarrier(2);

        List<Proof> proofs = solve(new Wrapped() {
            @Override
            public SolveResult solve(int device, SolveRequest request) {
                try {
                    bothSearch.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                    throw new EngineFailure("The other device never searched", e);
                }
                return super.solve(device, request);
            }
        });

        assertThat(proofs).hasSize(2);
    }

    @Test
    void aDeviceThatFailsTakesNoOtherWithIt() {
        List<Proof> proofs = solve(new Wrapped() {
            @Override
            public SolveResult solve(int device, SolveRequest request) {
                if (device == 0) {
                    throw new EngineFailure("broken");
                }
                return super.solve(device, request);
            }
        });

        assertThat(proofs).extracting(proof -> proof.commit().device()).containsExactly(3);
        assertThat(made).isEqualTo(proofs);
        assertThat(tenant).containsExactly("pause", "resume");
    }

    @Test
    void anIndexThatIsNotConfiguredHasNoEngineButAMachineWithoutDevicesServesAny() {
        assertThat(engines.maxHashRate(3)).isEqualTo(OptionalLong.of(15_000));
        assertThatThrownBy(() -> engines.maxHashRate(1))
                .isInstanceOf(EngineFailure.class)
                .hasMessageContaining("device 1");
        SolverEngines one = new SolverEngines(Fakes.solverConfig("solver.max-hash-rate", "7"), market);
        assertThat(one.maxHashRate(5)).isEqualTo(OptionalLong.of(7));
    }

    @Test
    void advisesARatePerDevice() {
        engines.measure();

        assertThat(engines.status())
                .extracting(SolverEngines.DeviceStatus::device, SolverEngines.DeviceStatus::ratingAdvice)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0, 18_000L),
                        org.assertj.core.groups.Tuple.tuple(3, 13_500L));
    }

    @Test
    void advisesOnlyWhatItHasTimeToShowInARound() {
        // The reserve leaves 1 s of the window of 4 s.
        SolverEngines hurried = new SolverEngines(
                Fakes.solverConfig(
                        "solver.engines", "message-digest",
                        "solver.threads", "1",
                        "solver.benchmark", "0.1S",
                        "solver.deadline-reserve", "7S"),
                market);
        hurried.measure();

        SolverEngines.DeviceStatus device = hurried.status().getFirst();
        long measured = device.engines().getFirst().hashesPerSecond();
        assertThat(device.ratingAdvice()).isBetween(measured * 22 / 100, measured * 9 / 40);
    }

    @Test
    void saysWhyAnOpenClDeviceIsNotThere() {
        SolverEngines absent =
                new SolverEngines(Fakes.solverConfig("solver.devices.\"0\".opencl-device", "63"), market);
        absent.measure();

        assertThat(absent.status().getFirst().ratingAdvice()).isZero();
        assertThat(absent.status().getFirst().engines().getFirst().message()).contains("OpenCL");
        assertThatThrownBy(() -> solve(absent)).isInstanceOf(EngineFailure.class);
    }

    private List<Proof> solve(ShareSearch search) {
        var json = JsonMapper.builder().addModule(new JavaTimeModule()).build();
        FileProofStore store = new FileProofStore(Fakes.gatewayConfig(folder), json);
        TenantPause pause = new TenantPause() {
            @Override
            public void pause(OrderId orderId) {
                tenant.add("pause");
            }

            @Override
            public void resume(OrderId orderId) {
                tenant.add("resume");
            }
        };
        SolverCpus unused = new SolverCpus() {
            @Override
            public void reservedOnly() {
                throw new AssertionError("No shared round");
            }

            @Override
            public void all() {
                throw new AssertionError("No shared round");
            }
        };
        return new SolveRound(node, market, search, store, pause, unused, Fakes.solverConfig(), new Fakes.TestClock())
                .solve(ROUND, BOTH, OPENED, made::add);
    }

    /** The real engines with a change. */
    private class Wrapped implements ShareSearch {
        @Override
        public SolveResult solve(int device, SolveRequest request) {
            return engines.solve(device, request);
        }

        @Override
        public OptionalLong maxHashRate(int device) {
            return engines.maxHashRate(device);
        }
    }
}
