package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.cli.session.Table;
import org.computingpower.power.engine.EngineFailure;
import org.computingpower.power.engine.EngineReport;
import org.computingpower.power.engine.EngineSelection;
import org.computingpower.power.engine.PowerEngine;
import org.computingpower.power.engine.opencl.MachineEngines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Computing power: what this machine has, and what validators found. */
@Command(
        name = "power",
        description = "Measure the computing power of this machine, or read what validators measured.",
        subcommands = {PowerCommand.Bench.class, PowerHistory.class})
public final class PowerCommand {
    private PowerCommand() {}

    /** Measures the engines. */
    @Command(
            name = "bench",
            description = "Measure every puzzle engine of this machine and say what rate to advertise.")
    static final class Bench implements Callable<Integer> {
        /** The rating is at most 90 % of the smallest measured rate, so more is not worth advertising. */
        private static final int ADVISED_PERCENT = 90;

        private final Session session;

        @Option(
                names = "--millis",
                paramLabel = "MILLISECONDS",
                description = "Per engine, 100 to 10000 (default: ${DEFAULT-VALUE}).")
        private long millis = 1_000;

        @Option(names = "--threads", paramLabel = "N", description = "CPU threads (default: all).")
        private int threads = Runtime.getRuntime().availableProcessors();

        Bench(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            if (millis < 100 || millis > 10_000 || threads < 1 || threads > 1_024) {
                throw new CliException("Measure 100 to 10000 ms with 1 to 1024 threads.");
            }
            EngineSelection selection;
            try {
                selection = EngineSelection.select(MachineEngines.candidates(threads), Duration.ofMillis(millis));
            } catch (EngineFailure e) {
                throw new CliException(String.valueOf(e.getMessage()));
            }
            try (PowerEngine best = selection.engine()) {
                report(selection, best);
            }
            return 0;
        }

        private void report(EngineSelection selection, PowerEngine best) {
            long measured = selection.reports().stream()
                    .filter(EngineReport::usable)
                    .mapToLong(EngineReport::hashesPerSecond)
                    .max()
                    .orElse(0);
            long advice = measured / 100 * ADVISED_PERCENT;
            ObjectNode json = Json.object()
                    .put("engine", best.name())
                    .put("measured", measured)
                    .put("advertise", advice);
            ArrayNode engines = json.putArray("engines");
            Table table = Table.of("ENGINE", "H/s", "");
            for (EngineReport report : selection.reports()) {
                engines.addObject()
                        .put("name", report.name())
                        .put("hashesPerSecond", report.hashesPerSecond())
                        .put("usable", report.usable())
                        .put("message", report.message());
                table.row(report.name(), Long.toString(report.hashesPerSecond()), report.message());
            }
            session.output().result(json, out -> {
                table.print(out);
                out.println("Advertise at most " + advice + " H/s (90 % of " + best.name() + ").");
            });
        }
    }
}
