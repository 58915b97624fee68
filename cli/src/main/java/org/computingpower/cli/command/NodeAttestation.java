package org.computingpower.cli.command;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.computingpower.cli.evidence.EvidenceDownload;
import org.computingpower.cli.evidence.NodeBundle;
import org.computingpower.cli.evidence.VerifiedEvidence;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Session;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks the attestation of a node. */
@Command(name = "attestation", description = "The attestation of a node.", subcommands = NodeAttestation.Verify.class)
final class NodeAttestation {
    private NodeAttestation() {}

    /** Checks it here. */
    @Command(
            name = "verify",
            description =
                    "Download the evidence of a node and check everything again on this machine: quote, collateral, policy, time, nonce, block and record on chain.")
    static final class Verify implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "NODE", description = "Node id.")
        private String node = "";

        @Option(
                names = "--validator",
                paramLabel = "URL",
                description = "Validator to ask (default: any of the market).")
        private @Nullable String validator;

        @Option(
                names = "--policy-hash",
                paramLabel = "HASH",
                description = "Policy that must have been applied (default: the active one).")
        private @Nullable String policyHash;

        @Option(names = "--save", paramLabel = "FILE", description = "Keep the bundle for: cpctl evidence verify FILE")
        private @Nullable Path save;

        Verify(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            EvidenceDownload download = new EvidenceDownload(session);
            String given = policyHash;
            Bytes32 policy = given == null ? download.activePolicyHash() : Bytes32.parse(given);
            byte[] json = download.download(NodeId.parse(node), policy, Optional.ofNullable(validator));
            Path file = save;
            if (file != null) {
                session.home().write(file, new String(json, StandardCharsets.UTF_8));
            }
            NodeBundle bundle = NodeBundle.parse(json);
            if (!bundle.nodeId().toString().equals(node)) {
                throw new CliException("The validator gave out the evidence of another node.");
            }
            VerifiedEvidence checked = download.verify(bundle, policy);
            session.output().result(checked.json(), checked::print);
            return checked.isAccepted() ? 0 : 1;
        }
    }
}
