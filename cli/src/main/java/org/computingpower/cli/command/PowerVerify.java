package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.computingpower.cli.http.ApiClient;
import org.computingpower.cli.power.JudgedProof;
import org.computingpower.cli.power.ProofVerification;
import org.computingpower.cli.power.ProofVerification.Subject;
import org.computingpower.cli.power.VerifiedProof;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.market.MarketFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Repeats a validator's verdict on this machine. Public: no login is needed. */
@Command(
        name = "verify",
        description =
                "Download what a validator's verdict on a node rests on and check everything again on this machine: round, seed, parameters, commit, every share, receipts, result and signatures.")
final class PowerVerify implements Callable<Integer> {
    /** Devices of a node. */
    private static final int MAX_DEVICES = 64;

    private final Session session;

    @Parameters(paramLabel = "NODE", description = "Node id.")
    private String node = "";

    @Option(names = "--epoch", paramLabel = "N", description = "Epoch of the round (default: the newest judged one).")
    private @Nullable Long epoch;

    @Option(names = "--device", paramLabel = "N", description = "One device only (default: all that were judged).")
    private @Nullable Integer device;

    @Option(
            names = "--validator",
            paramLabel = "ADDRESS",
            description = "Whose verdict, of those in the market file (default: the first).")
    private @Nullable String validator;

    PowerVerify(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        NodeId nodeId = NodeId.parse(node);
        MarketFile market = session.market();
        MarketFile.Validator asked = AskedValidator.of(market, validator);
        ApiClient api = session.validator(asked.url().toString());
        List<VerifiedProof> verified = subjects(api, nodeId).stream()
                .map(subject -> verify(api, market, asked, subject))
                .toList();
        boolean accepted = verified.stream().allMatch(VerifiedProof::isAccepted);
        ObjectNode json = Json.object().put("decision", accepted ? "ACCEPT" : "REJECT");
        verified.forEach(one -> json.withArray("items").add(one.json()));
        session.output().result(json, out -> print(verified, out));
        return accepted ? 0 : 1;
    }

    private static VerifiedProof verify(ApiClient api, MarketFile market, MarketFile.Validator asked, Subject subject) {
        JudgedProof proof = JudgedProof.parse(api.get("/api/challenge/v1/rounds/" + subject.epoch() + "/proofs/"
                + subject.nodeId() + "/" + subject.device()));
        if (!proof.validator().equals(asked.address())) {
            throw new CliException("The validator gave out the verdict of another one, " + proof.validator() + ".");
        }
        return new ProofVerification(market).verify(proof, subject);
    }

    /** The devices of one epoch; those that are not named are read from the validator's history. */
    private List<Subject> subjects(ApiClient api, NodeId nodeId) {
        Long wantedEpoch = epoch;
        Integer wantedDevice = device;
        if (wantedEpoch != null && wantedDevice != null) {
            return List.of(new Subject(nodeId, wantedEpoch, wantedDevice));
        }
        Map<String, String> query = wantedEpoch == null ? Map.of() : Map.of("upToEpoch", wantedEpoch.toString());
        List<Subject> subjects = new ArrayList<>();
        for (JsonNode verdict : api.list("/api/challenge/v1/nodes/" + nodeId + "/history", query, MAX_DEVICES)) {
            long judged = verdict.path("epoch").asLong();
            int index = verdict.path("device").asInt();
            boolean isOfEpoch = wantedEpoch == null
                    ? subjects.isEmpty() || subjects.getFirst().epoch() == judged
                    : wantedEpoch == judged;
            if (isOfEpoch && (wantedDevice == null || wantedDevice == index)) {
                subjects.add(new Subject(nodeId, judged, index));
            }
        }
        if (!subjects.isEmpty()) {
            return subjects;
        }
        if (wantedEpoch == null) {
            throw new CliException(
                    "This validator has no verdict on " + nodeId + ".", "See: cpctl power history " + nodeId);
        }
        // The validator says why there is none.
        return List.of(new Subject(nodeId, wantedEpoch, 0));
    }

    private static void print(List<VerifiedProof> verified, PrintWriter out) {
        verified.forEach(one -> {
            one.print(out);
            out.println();
        });
        out.println("Not proven:");
        verified.getFirst().notProven().forEach(line -> out.println("  - " + line));
    }
}
