package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.computingpower.cli.chain.ContractCalls;
import org.computingpower.cli.chain.Transactions;
import org.computingpower.cli.session.Amounts;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Session;
import org.computingpower.terms.Address;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.Order;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Opens the escrow of an order. */
@Command(name = "fund", description = "Pay the whole price into the escrow contract, by permit and one transaction.")
final class OrderFund implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ORDER", description = "Order id.")
    private String order = "";

    @Option(names = "--approve", description = "Allow by an own transaction instead of a permit.")
    private boolean approve;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "For finality (default: ${DEFAULT-VALUE}).")
    private long timeoutSeconds = 180;

    OrderFund(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        OrderId orderId = OrderId.parse(order);
        SigningKey key = session.wallet();
        JsonNode view = session.order(order);
        Order terms = OrderViews.ownTerms(session, view, orderId, key.address());
        if (!view.path("state").asText().equals("AWAITING_ESCROW")) {
            throw new CliException(
                    "The order is " + view.path("state").asText() + ", not AWAITING_ESCROW.",
                    view.path("state").asText().equals("QUOTED") ? "Sign it: cpctl order sign " + order : "");
        }
        Duration timeout = Duration.ofSeconds(timeoutSeconds);
        Address escrow = session.market().contracts().orderEscrow();
        TokenPayment payment = new TokenPayment(session, timeout);
        ContractCalls.Permit permit = payment.allow(key, escrow, terms.totalPrice(), approve);
        String call = ContractCalls.open(terms, terms.sign(key, session.market().domains()), permit);
        Transactions.Final done = payment.transactions().send(key, escrow, call, "Escrow", timeout);
        ObjectNode json = done.json()
                .put("orderId", order)
                .put("deposit", terms.totalPrice().toString());
        session.output()
                .result(
                        json,
                        out -> out.println("Deposited " + Amounts.show(terms.totalPrice(), session.market())
                                + "; transaction " + done.txHash() + ". Next: cpctl order status " + order
                                + " --watch --until ACTIVE"));
        return 0;
    }
}
