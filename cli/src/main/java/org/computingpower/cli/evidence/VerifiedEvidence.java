package org.computingpower.cli.evidence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.terms.Bytes32;

/**
 * What came of checking a bundle.
 *
 * @param bundle what was checked
 * @param trustDomain INTEL, or SIMULATED
 * @param trustRootHash SHA-256 of the market's root, to which the quote has to lead
 * @param checks every rule
 * @param notProven what no quote proves
 */
public record VerifiedEvidence(
        NodeBundle bundle, String trustDomain, Bytes32 trustRootHash, NamedChecks checks, List<String> notProven) {
    public VerifiedEvidence {
        notProven = List.copyOf(notProven);
    }

    /** No rule failed, and at least one was checked; what an offline check leaves out does not count. */
    public boolean isAccepted() {
        return checks.isAccepted();
    }

    public Bytes32 quoteHash() {
        return bundle.quoteHash();
    }

    /** Ends the command unless everything passed. */
    public VerifiedEvidence require(String what) {
        if (!isAccepted()) {
            throw new CliException(
                    what + " is refused here, because the node's attestation does not hold: " + checks.failures(),
                    "See every check: cpctl node attestation verify " + bundle.nodeId());
        }
        return this;
    }

    public ObjectNode json() {
        ObjectNode json = Json.object()
                .put("nodeId", bundle.nodeId().toString())
                .put("decision", isAccepted() ? "ACCEPT" : "REJECT")
                .put("trustDomain", trustDomain)
                .put("trustRootHash", trustRootHash.toString())
                .put("quoteHash", quoteHash().toString())
                .put("hpkePublicKey", bundle.hpkePublicKey().toString())
                .put("tlsSpkiSha256", bundle.tlsSpkiSha256().toString());
        checks.putInto(json);
        ArrayNode open = json.putArray("notProven");
        notProven.forEach(open::add);
        return json;
    }

    public void print(PrintWriter out) {
        checks.print(out);
        out.println();
        out.println(
                (isAccepted() ? "ACCEPTED" : "REJECTED") + " under " + trustDomain + " trust, quote " + quoteHash());
        if (!trustDomain.equals("INTEL")) {
            out.println("SIMULATED TEE, NOT INTEL: this proves nothing about hardware.");
        }
        out.println("Not proven:");
        notProven.forEach(line -> out.println("  - " + line));
    }
}
