package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.computingpower.cli.session.Session;
import org.computingpower.cli.session.Waiting;
import org.computingpower.terms.OrderId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one order, or waits for it. */
@Command(name = "status", description = "Show an order, or follow it.")
final class OrderStatus implements Callable<Integer> {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** States that nothing follows. */
    private static final Set<String> ENDED = Set.of("COMPLETED", "CANCELLED", "TERMINATED", "EXPIRED", "REJECTED");

    private final Session session;

    @Parameters(paramLabel = "ORDER", description = "Order id.")
    private String order = "";

    @Option(names = "--watch", description = "Show every change until --until holds.")
    private boolean watch;

    @Option(
            names = "--until",
            paramLabel = "STATE[,STATE]",
            description = "States to wait for; CLOSED is any end (default with --watch).")
    private @Nullable String until;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "Default: ${DEFAULT-VALUE}.")
    private long timeoutSeconds = 600;

    private String last = "";

    OrderStatus(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String orderId = OrderId.parse(order).toString();
        if (!watch && until == null) {
            JsonNode view = session.order(orderId);
            session.output().result(view, out -> OrderViews.details(view, session.market(), out));
            return 0;
        }
        Set<String> wanted = Arrays.stream(Optional.ofNullable(until)
                        .orElse("CLOSED")
                        .toUpperCase(Locale.ROOT)
                        .split(","))
                .collect(Collectors.toSet());
        JsonNode view = Waiting.until(
                "order " + orderId + " is " + wanted,
                Duration.ofSeconds(timeoutSeconds),
                INTERVAL,
                () -> look(orderId, wanted));
        session.output().result(view, out -> OrderViews.details(view, session.market(), out));
        return holds(view, wanted) ? 0 : 1;
    }

    /** An order that has ended otherwise is not waited for any longer. */
    private Optional<JsonNode> look(String orderId, Set<String> wanted) {
        JsonNode view = session.order(orderId);
        String line = OrderViews.line(view, session.market());
        if (!line.equals(last)) {
            session.output().progress(line);
            last = line;
        }
        boolean done = holds(view, wanted) || ENDED.contains(view.path("state").asText());
        return Optional.of(view).filter(ignored -> done);
    }

    private static boolean holds(JsonNode view, Set<String> wanted) {
        String state = view.path("state").asText();
        return wanted.contains(state) || (wanted.contains("CLOSED") && ENDED.contains(state));
    }
}
