package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.cli.session.Table;
import org.computingpower.power.engine.EngineCandidate;
import org.computingpower.power.engine.EngineFailure;
import org.computingpower.power.engine.EngineReport;
import org.computingpower.power.engine.EngineSelection;
import org.computingpower.power.engine.MessageDigestEngine;
import org.computingpower.power.engine.opencl.MachineEngines;
import org.computingpower.power.statistics.DeviceCatalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the engines of each device. */
@Command(
        name = "bench",
        description = "Measure every puzzle engine of each device of this machine and say what rates to advertise.")
final class PowerBench implements Callable<Integer> {
    /** The rating is at most 90 % of the smallest measured rate, so more is not worth advertising. */
    private static final int ADVISED_PERCENT = 90;

    private final Session session;
    private final DeviceCatalog catalog = DeviceCatalog.builtIn();

    @Option(
            names = "--millis",
            paramLabel = "MILLISECONDS",
            description = "Per engine, 100 to 10000 (default: ${DEFAULT-VALUE}).")
    private long millis = 1_000;

    @Option(names = "--threads", paramLabel = "N", description = "CPU threads of the JDK's engine (default: all).")
    private int threads = Runtime.getRuntime().availableProcessors();

    PowerBench(Session session) {
        this.session = session;
    }

    /** What works on one piece of hardware, and how fast. */
    private record Measured(String device, String name, String description, List<EngineReport> engines) {
        Optional<EngineReport> best() {
            return engines.stream()
                    .filter(EngineReport::usable)
                    .max(Comparator.comparingLong(EngineReport::hashesPerSecond));
        }

        long advice() {
            return best().map(EngineReport::hashesPerSecond).orElse(0L) / 100 * ADVISED_PERCENT;
        }
    }

    @Override
    public Integer call() {
        if (millis < 100 || millis > 10_000 || threads < 1 || threads > 1_024) {
            throw new CliException("Measure 100 to 10000 ms with 1 to 1024 threads.");
        }
        List<Measured> devices = measureAll();
        Measured best = devices.stream()
                .filter(device -> device.best().isPresent())
                .max(Comparator.comparingLong(Measured::advice))
                .orElseThrow(() -> new CliException("No engine of this machine finds the right shares."));
        session.output().result(json(devices, best), out -> print(devices, best, out));
        return 0;
    }

    private List<Measured> measureAll() {
        List<Measured> all = new ArrayList<>();
        List<MachineEngines.Device> openCl = MachineEngines.devices();
        for (MachineEngines.Device device : openCl) {
            all.add(new Measured(
                    "opencl:" + device.index(),
                    device.name(),
                    device.type() + ", " + device.computeUnits() + " compute units, " + device.driver(),
                    measure(MachineEngines.openCl(device.index()))));
        }
        if (openCl.isEmpty()) {
            all.add(new Measured("opencl", "no device", "OpenCL", measure(MachineEngines.openCl())));
        }
        all.add(new Measured(
                "cpu:" + threads,
                threads + " CPU threads",
                "JDK",
                measure(List.of(new EngineCandidate.Available(
                        "message-digest:" + threads, () -> new MessageDigestEngine(threads))))));
        return all;
    }

    /** The reports of all candidates, also if none is usable: each says why. */
    private List<EngineReport> measure(List<EngineCandidate> candidates) {
        List<EngineReport> reports = new ArrayList<>();
        for (EngineCandidate candidate : candidates) {
            switch (candidate) {
                case EngineCandidate.Unavailable(String name, String reason) ->
                    reports.add(new EngineReport(name, 0, false, reason));
                case EngineCandidate.Available available -> reports.add(measure(available));
            }
        }
        return reports;
    }

    private EngineReport measure(EngineCandidate.Available candidate) {
        try {
            EngineSelection one = EngineSelection.select(List.of(candidate), Duration.ofMillis(millis));
            one.engine().close();
            return one.reports().getFirst();
        } catch (EngineFailure e) {
            return new EngineReport(candidate.name(), 0, false, String.valueOf(e.getMessage()));
        }
    }

    private ObjectNode json(List<Measured> devices, Measured best) {
        EngineReport fastest = best.best().orElseThrow();
        ObjectNode json = Json.object()
                .put("engine", fastest.name())
                .put("measured", fastest.hashesPerSecond())
                .put("advertise", best.advice());
        ArrayNode list = json.putArray("devices");
        for (Measured device : devices) {
            ObjectNode one = list.addObject()
                    .put("device", device.device())
                    .put("name", device.name())
                    .put("description", device.description())
                    .put("advertise", device.advice());
            device.best().ifPresent(engine -> one.put("fit", fit(device, engine)));
            ArrayNode engines = one.putArray("engines");
            device.engines()
                    .forEach(report -> engines.addObject()
                            .put("name", report.name())
                            .put("hashesPerSecond", report.hashesPerSecond())
                            .put("usable", report.usable())
                            .put("message", report.message()));
        }
        return json;
    }

    private void print(List<Measured> devices, Measured best, PrintWriter out) {
        Table table = Table.of("DEVICE", "NAME", "", "ADVERTISE H/s", "MODEL");
        devices.forEach(device -> table.row(
                device.device(),
                device.name(),
                device.description(),
                Long.toString(device.advice()),
                device.best().map(engine -> fit(device, engine)).orElse("-")));
        table.print(out);
        out.println();
        Table engines = Table.of("ENGINE", "H/s", "");
        devices.forEach(device -> device.engines()
                .forEach(report ->
                        engines.row(report.name(), Long.toString(report.hashesPerSecond()), report.message())));
        engines.print(out);
        out.println();
        out.println("Advertise at most " + best.advice() + " H/s for this machine as one device: 90 % of "
                + best.best().orElseThrow().name() + ".");
    }

    private String fit(Measured device, EngineReport best) {
        return catalog.fit(device.name(), best.hashesPerSecond()).name();
    }
}
