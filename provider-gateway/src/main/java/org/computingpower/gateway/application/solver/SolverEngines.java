package org.computingpower.gateway.application.solver;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.computingpower.gateway.config.SolverConfig;
import org.computingpower.power.engine.EngineFailure;
import org.computingpower.power.engine.EngineReport;
import org.computingpower.power.engine.SolveRequest;
import org.computingpower.power.engine.SolveResult;
import org.computingpower.terms.market.MarketFile;
import org.jboss.logging.Logger;

/**
 * The engine of each device. Without {@code solver.devices} the whole machine is one, whatever index it is registered
 * under. The start does not wait for {@link #measure()}.
 */
@Singleton
public class SolverEngines implements ShareSearch {
    private static final Logger LOG = Logger.getLogger(SolverEngines.class);
    private static final int ONLY_DEVICE = 0;

    private final SolverConfig config;
    private final MarketFile.Proof rounds;
    private final Map<Integer, DeviceEngine> devices = new TreeMap<>();
    private final boolean isOneDevice;

    /** Starts with the engines that need no measuring. */
    public SolverEngines(SolverConfig config, MarketFile market) {
        this.config = config;
        this.rounds = market.proof();
        this.isOneDevice = config.devices().isEmpty();
        if (isOneDevice) {
            devices.put(ONLY_DEVICE, DeviceEngine.ofMachine(config));
        }
        config.devices().forEach((index, device) -> devices.put(index, DeviceEngine.of(index, device)));
    }

    /**
     * How one device is doing.
     *
     * @param device its index
     * @param engine the engine in use
     * @param ratingAdvice what to advertise, hashes per second; 0 before it is measured
     * @param engines how every engine did at start
     */
    public record DeviceStatus(int device, String engine, long ratingAdvice, List<EngineReport> engines) {}

    /** Checks and measures the engines of all devices, one after another, and takes the fastest of each. */
    public void measure() {
        devices.forEach((index, device) -> {
            device.measure(config.benchmark());
            LOG.infof("Engine chosen: device=%d engine=%s reports=%s", index, device.engine(), device.reports());
        });
    }

    @Override
    public SolveResult solve(int device, SolveRequest request) {
        return engine(device).solve(request);
    }

    @Override
    public OptionalLong maxHashRate(int device) {
        return engine(device).maxHashRate();
    }

    private DeviceEngine engine(int device) {
        DeviceEngine found = devices.get(isOneDevice ? ONLY_DEVICE : device);
        if (found == null) {
            throw new EngineFailure("solver.devices does not name device " + device);
        }
        return found;
    }

    /** All devices, ascending by index. */
    public List<DeviceStatus> status() {
        long searchMillis =
                SearchTime.millis(rounds.windowMillis(), rounds.commitDeadlineMillis(), config.deadlineReserve());
        return devices.entrySet().stream()
                .map(one -> new DeviceStatus(
                        one.getKey(),
                        one.getValue().engine(),
                        one.getValue().ratingAdvice(searchMillis, rounds.windowMillis()),
                        one.getValue().reports()))
                .toList();
    }

    void close(@Observes ShutdownEvent event) {
        Collection<DeviceEngine> open = devices.values();
        open.forEach(DeviceEngine::close);
    }
}
