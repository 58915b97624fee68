package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.computingpower.cli.evidence.EvidenceDownload;
import org.computingpower.cli.evidence.VerifiedEvidence;
import org.computingpower.cli.session.Amounts;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.Order;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Signs an order after checking the node's attestation. */
@Command(
        name = "sign",
        description =
                "Check the node's attestation on this machine, then sign the order. There is no way around the check.")
final class OrderSign implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ORDER", description = "Order id.")
    private String order = "";

    OrderSign(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        OrderId orderId = OrderId.parse(order);
        SigningKey key = session.wallet();
        Order terms = OrderViews.ownTerms(session, session.order(order), orderId, key.address());
        VerifiedEvidence evidence = new EvidenceDownload(session)
                .verify(terms.nodeId(), terms.policyHash(), Optional.empty())
                .require("Signing");
        session.output()
                .progress("The node's attestation holds here: "
                        + evidence.checks().all().size() + " checks under " + evidence.trustDomain() + " trust");
        JsonNode signed = session.platform()
                .post(
                        "/api/orders/v1/" + orderId + "/signature",
                        Json.object()
                                .put(
                                        "signature",
                                        terms.sign(key, session.market().domains())
                                                .toString()));
        session.output()
                .result(
                        signed,
                        out -> out.println("Signed: " + Amounts.show(terms.totalPrice(), session.market()) + " for "
                                + terms.durationSeconds() + " s. Next: cpctl order fund " + orderId));
        return 0;
    }
}
