package org.computingpower.cli.power;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import org.computingpower.cli.evidence.NamedChecks;
import org.computingpower.cli.session.Json;
import org.computingpower.terms.signed.PowerVerdict;

/**
 * What came of checking a verdict.
 *
 * @param proof what was checked
 * @param checks every rule
 * @param notProven what no verdict proves
 */
public record VerifiedProof(JudgedProof proof, NamedChecks checks, List<String> notProven) {
    public VerifiedProof {
        notProven = List.copyOf(notProven);
    }

    /** Whether the verdict follows from what the validator shows. */
    public boolean isAccepted() {
        return checks.isAccepted();
    }

    public ObjectNode json() {
        PowerVerdict verdict = proof.verdict();
        ObjectNode json = Json.object()
                .put("nodeId", verdict.nodeId().toString())
                .put("epoch", verdict.epoch())
                .put("device", verdict.device())
                .put("validator", proof.validator().toString())
                .put("result", verdict.result().name())
                .put("k", verdict.k())
                .put("decision", isAccepted() ? "ACCEPT" : "REJECT");
        checks.putInto(json);
        ArrayNode open = json.putArray("notProven");
        notProven.forEach(open::add);
        return json;
    }

    public void print(PrintWriter out) {
        PowerVerdict verdict = proof.verdict();
        out.println("Verdict of validator " + proof.validator() + " on device " + verdict.device() + " in epoch "
                + verdict.epoch());
        checks.print(out);
        out.println();
        out.println(
                (isAccepted() ? "ACCEPTED: " : "REJECTED: ") + verdict.result() + " with " + verdict.k() + " shares");
    }
}
