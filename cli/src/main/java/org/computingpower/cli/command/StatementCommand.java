package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.computingpower.cli.session.Session;
import org.computingpower.cli.session.Table;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.market.MarketFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The itemised statement of an order. */
@Command(name = "statement", description = "Show every window of an order and what was released, refunded and charged.")
public final class StatementCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ORDER", description = "Order id.")
    private String order = "";

    @Option(names = "--csv", description = "As CSV.")
    private boolean csv;

    StatementCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String path = "/api/settlement/v1/orders/" + OrderId.parse(order) + "/statement";
        if (csv) {
            session.output().raw(session.platform().getText(path, "text/csv"));
            return 0;
        }
        MarketFile market = session.market();
        JsonNode statement = session.platform().get(path);
        session.output().result(statement, out -> {
            Table windows = Table.of("EPOCH", "OUTCOME", "SHARES", "AMOUNT", "RELEASED", "FEE", "REFUNDED", "ON CHAIN");
            statement
                    .path("windows")
                    .forEach(window -> windows.row(
                            window.path("epoch").asText(),
                            window.path("outcome").asText(),
                            window.path("k").asText(),
                            NodeViews.amount(window.path("amount"), market),
                            NodeViews.amount(window.path("releasedCum"), market),
                            NodeViews.amount(window.path("feeCum"), market),
                            NodeViews.amount(window.path("refundedCum"), market),
                            window.path("txHash").asText("-")));
            windows.print(out);
            out.println();
            Table totals = Table.of("", "RELEASED", "FEE", "TO PROVIDER", "REFUNDED", "REMAINING");
            for (String level : List.of("accrued", "submitted", "final")) {
                JsonNode total = statement.path(level);
                totals.row(
                        level,
                        NodeViews.amount(total.path("released"), market),
                        NodeViews.amount(total.path("fee"), market),
                        NodeViews.amount(total.path("provider"), market),
                        NodeViews.amount(total.path("refunded"), market),
                        NodeViews.amount(total.path("remaining"), market));
            }
            totals.print(out);
            out.println("Deposit: " + NodeViews.amount(statement.path("deposit"), market));
        });
        return 0;
    }
}
