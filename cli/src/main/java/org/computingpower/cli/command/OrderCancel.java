package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.Cancel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Leaves an order. */
@Command(name = "cancel", description = "Leave an order; service ends when this is received.")
final class OrderCancel implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ORDER", description = "Order id.")
    private String order = "";

    OrderCancel(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        OrderId orderId = OrderId.parse(order);
        SigningKey key = session.wallet();
        Cancel cancel = new Cancel(orderId, session.clock().instant().getEpochSecond());
        ObjectNode request = Json.object();
        request.set("cancel", Json.of(cancel));
        request.put("signature", cancel.sign(key, session.market().domains()).toString());
        JsonNode view = session.platform().post("/api/orders/v1/" + orderId + "/cancellation", request);
        session.output().result(view, out -> OrderViews.details(view, session.market(), out));
        return 0;
    }
}
