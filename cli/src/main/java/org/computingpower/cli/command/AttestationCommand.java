package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.cli.session.Table;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.conformance.ConformanceReport;
import org.computingpower.sgx.dcap.conformance.ConformanceResult;
import org.computingpower.sgx.dcap.conformance.ConformanceSuite;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The quote verifier itself. */
@Command(
        name = "attestation",
        description = "The quote verifier itself.",
        subcommands = AttestationCommand.Conformance.class)
public final class AttestationCommand {
    private AttestationCommand() {}

    /** Compares it with recorded verdicts. */
    @Command(
            name = "conformance",
            description =
                    "Run every case of a folder with an index.json and compare with its recorded verdicts; exits 1 on any difference.")
    static final class Conformance implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "DIR", description = "Folder of cases.")
        private Path folder = Path.of("");

        Conformance(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            ConformanceReport report = suite().run();
            ObjectNode json = Json.object()
                    .put("cases", report.results().size())
                    .put("differences", report.differences().size())
                    .put("passes", report.passes());
            ArrayNode results = json.putArray("results");
            report.results().forEach(result -> results.add(line(result)));
            session.output().result(json, out -> {
                Table table = Table.of("CASE", "EXPECTED", "OURS", "CODE", "");
                report.results()
                        .forEach(result -> table.row(
                                result.id(),
                                result.expected(),
                                result.ours(),
                                result.status()
                                        .map(status -> status + " (" + status.code() + ")")
                                        .orElse("-"),
                                result.matches() ? "" : ("DIFFERENT " + result.detail()).strip()));
                table.print(out);
                out.println(report.results().size() + " cases, "
                        + report.differences().size() + " differences");
            });
            return report.passes() ? 0 : 1;
        }

        private ConformanceSuite suite() {
            try {
                return ConformanceSuite.open(folder);
            } catch (NoSuchFileException e) {
                throw new CliException("Cannot run the cases of " + folder + ": no file " + e.getFile());
            } catch (IOException e) {
                throw new CliException("Cannot run the cases of " + folder + ": " + e.getMessage());
            }
        }

        private static ObjectNode line(ConformanceResult result) {
            return Json.object()
                    .put("case", result.id())
                    .put("expected", result.expected())
                    .put("ours", result.ours())
                    .put("code", result.status().map(VerificationStatus::name).orElse(null))
                    .put("number", result.status().map(VerificationStatus::code).orElse(null))
                    .put("detail", result.detail())
                    .put("matches", result.matches());
        }
    }
}
