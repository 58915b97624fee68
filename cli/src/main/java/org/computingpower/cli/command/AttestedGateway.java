package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.computingpower.cli.evidence.EvidenceDownload;
import org.computingpower.cli.evidence.VerifiedEvidence;
import org.computingpower.cli.http.GatewayClient;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.signed.Order;

/**
 * The gateway of an order whose evidence was checked here just now, reached over the attested TLS key.
 *
 * @param terms the order
 * @param evidence the checks, all passed
 * @param origin the gateway's public origin
 * @param client pinned to the attested key
 */
record AttestedGateway(Order terms, VerifiedEvidence evidence, String origin, GatewayClient client)
        implements AutoCloseable {
    /** Checks the evidence of the order's node under the order's policy; stale or failing evidence ends the command. */
    static AttestedGateway open(Session session, OrderId orderId, String what) {
        Order terms = OrderViews.terms(session.order(orderId.toString()), orderId, session.market());
        VerifiedEvidence evidence = new EvidenceDownload(session)
                .verify(terms.nodeId(), terms.policyHash(), Optional.empty())
                .require(what);
        String origin = Json.text(session.node(terms.nodeId().toString()), "gatewayOrigin");
        GatewayClient client = new GatewayClient(origin, evidence.bundle().tlsSpkiSha256());
        return new AttestedGateway(terms, evidence, origin, client);
    }

    /** The gateway must say that it is what its quote says. */
    void requireIdentity() {
        JsonNode identity = client.identity();
        boolean isAttested = Json.text(identity, "nodeId").equals(terms.nodeId().toString())
                && Json.text(identity, "hpkePublicKey")
                        .equals(evidence.bundle().hpkePublicKey().toString())
                && Json.text(identity, "quoteHash").equals(evidence.quoteHash().toString());
        if (!isAttested) {
            throw new CliException(
                    "The gateway has another quote or key than the attested one.",
                    "It may have attested again: wait for its record on chain, then run the command again.");
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
