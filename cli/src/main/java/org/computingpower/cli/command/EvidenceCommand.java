package org.computingpower.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.computingpower.cli.evidence.EvidenceDownload;
import org.computingpower.cli.evidence.EvidenceVerification;
import org.computingpower.cli.evidence.NodeBundle;
import org.computingpower.cli.evidence.VerifiedEvidence;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Session;
import org.computingpower.terms.Bytes32;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Evidence bundles in files. */
@Command(name = "evidence", description = "Evidence bundles in files.", subcommands = EvidenceCommand.Verify.class)
public final class EvidenceCommand {
    private EvidenceCommand() {}

    /** Checks one offline. */
    @Command(
            name = "verify",
            description =
                    "Check a saved evidence bundle again. With --policy-hash nothing is asked over the network; chain checks are then NOT_CHECKED.")
    static final class Verify implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "FILE", description = "Bundle, as node attestation verify --save writes it.")
        private Path file = Path.of("");

        @Option(
                names = "--policy-hash",
                paramLabel = "HASH",
                description = "SHA-256 of the expected policy (default: ask for the active one).")
        private @Nullable String policyHash;

        Verify(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            NodeBundle bundle;
            try {
                bundle = NodeBundle.parse(Files.readAllBytes(file));
            } catch (IOException e) {
                throw new CliException("Cannot read " + file + ".");
            }
            String given = policyHash;
            Bytes32 policy = given == null ? new EvidenceDownload(session).activePolicyHash() : Bytes32.parse(given);
            VerifiedEvidence checked = new EvidenceVerification(
                            session.market(), policy, session.clock().instant())
                    .verify(bundle, Optional.empty());
            session.output().result(checked.json(), checked::print);
            return checked.isAccepted() ? 0 : 1;
        }
    }
}
