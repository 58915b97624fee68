package org.computingpower.gateway.application.solver;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.computingpower.gateway.config.SolverConfig;
import org.computingpower.power.engine.EngineCandidate;
import org.computingpower.power.engine.EngineFailure;
import org.computingpower.power.engine.EngineReport;
import org.computingpower.power.engine.EngineSelection;
import org.computingpower.power.engine.MessageDigestEngine;
import org.computingpower.power.engine.PowerEngine;
import org.computingpower.power.engine.SolveRequest;
import org.computingpower.power.engine.SolveResult;
import org.computingpower.power.engine.opencl.MachineEngines;
import org.jspecify.annotations.Nullable;

/**
 * The fastest right engine of one device. Measuring takes a moment: until then the JDK's engine serves, if it is one that
 * the device may use.
 */
final class DeviceEngine implements AutoCloseable {
    /** The rating is at most nine tenths of the smallest measured rate, so more is not worth advertising. */
    private static final int ADVISED_PERCENT = 90;

    private final String name;
    private final List<EngineCandidate> candidates;
    private final OptionalLong maxHashRate;
    private volatile @Nullable PowerEngine engine;
    private volatile List<EngineReport> reports = List.of();

    private DeviceEngine(
            String name, List<EngineCandidate> candidates, OptionalLong maxHashRate, @Nullable PowerEngine first) {
        this.name = name;
        this.candidates = candidates;
        this.maxHashRate = maxHashRate;
        this.engine = first;
    }

    /** The whole machine as one device. */
    static DeviceEngine ofMachine(SolverConfig config) {
        int threads = threads(config.threads());
        List<EngineCandidate> candidates = switch (config.engines()) {
            case AUTO -> MachineEngines.candidates(threads);
            case MESSAGE_DIGEST -> List.of(jdk(threads));
        };
        return new DeviceEngine("the machine", candidates, config.maxHashRate(), new MessageDigestEngine(threads));
    }

    /** One device of several: an OpenCL device, or CPU threads. */
    static DeviceEngine of(int index, SolverConfig.Device device) {
        String name = "device " + index;
        if (device.openclDevice().isPresent()) {
            List<EngineCandidate> kernels =
                    MachineEngines.openCl(device.openclDevice().getAsInt());
            return new DeviceEngine(name, kernels, device.maxHashRate(), null);
        }
        int threads = threads(device.threads());
        return new DeviceEngine(name, List.of(jdk(threads)), device.maxHashRate(), new MessageDigestEngine(threads));
    }

    private static int threads(OptionalInt configured) {
        return configured.orElseGet(Runtime.getRuntime()::availableProcessors);
    }

    private static EngineCandidate jdk(int threads) {
        return new EngineCandidate.Available("message-digest:" + threads, () -> new MessageDigestEngine(threads));
    }

    /** Checks and measures all candidates and takes the fastest; without a usable one the device stays as it is. */
    void measure(Duration timePerEngine) {
        try {
            EngineSelection selection = EngineSelection.select(candidates, timePerEngine);
            engine = selection.engine();
            reports = selection.reports();
        } catch (EngineFailure e) {
            reports = List.of(new EngineReport(name, 0, false, String.valueOf(e.getMessage())));
        }
    }

    SolveResult solve(SolveRequest request) {
        PowerEngine current = engine;
        if (current == null) {
            throw new EngineFailure("No engine works for " + name + ": " + reports);
        }
        return current.solve(request);
    }

    OptionalLong maxHashRate() {
        return maxHashRate;
    }

    /** Name of the engine in use. */
    String engine() {
        PowerEngine current = engine;
        return current == null ? "none" : current.name();
    }

    /** How every candidate did; empty until they are measured. */
    List<EngineReport> reports() {
        return reports;
    }

    /**
     * What to advertise, hashes per second: nine tenths of the rate that rounds will show, or of the cap; 0 before it is measured.
     *
     * @param searchMillis how long a round is searched
     * @param windowMillis W, which the rate of a round is computed for
     */
    long ratingAdvice(long searchMillis, int windowMillis) {
        long measured = reports.stream()
                .filter(EngineReport::usable)
                .mapToLong(EngineReport::hashesPerSecond)
                .max()
                .orElse(0);
        long shown = SearchTime.shownRate(measured, searchMillis, windowMillis);
        return Math.min(shown, maxHashRate.orElse(Long.MAX_VALUE)) / 100 * ADVISED_PERCENT;
    }

    @Override
    public void close() {
        PowerEngine current = engine;
        if (current != null) {
            current.close();
        }
    }
}
