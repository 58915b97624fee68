package org.computingpower.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.computingpower.kit.fixture.ChildProcess;
import org.computingpower.local.LocalStack;

/**
 * A node that its order shares with the node's solver, told beside the rest of a market: ordinary rounds accrue, an audit releases, and after the end
 * of the term the node is still asked until an audit decided about the last windows. Which epochs are audits is known to nobody before their seeds,
 * so what it comes to is said by those: 98 of 100 tellings see an audit, the others the refund after the 24th epoch.
 */
final class SharedStory implements Callable<String> {
    static final int KEPT_BPS = 2_500;
    static final int EPOCHS = 6;

    private static final int GATEWAY = 4;
    /** An order whose term is over is settled after the next audit, after 24 epochs at the latest, and then has to reach the chain. */
    private static final int EPOCHS_AFTER_END = 24 + 8;

    private static final Duration PODMAN = Duration.ofSeconds(20);

    private final Narrator narrator;
    private final Market market;
    private final SampleApplication application;

    SharedStory(LocalStack stack, Narrator narrator, SampleApplication application) {
        this.narrator = narrator;
        this.market = new Market(stack, narrator);
        this.application = application;
    }

    /** Tells it and gives the order's id. */
    @Override
    public String call() {
        narrator.chapter("Beside: a node that its order shares with the node's solver");
        List<Integer> machine = allowed(Path.of("/proc/self/status"));
        List<Integer> kept = machine.subList(0, machine.size() / 2);
        Market.Supplied node = market.supply(new GatewayPlan(
                "shareable",
                GATEWAY,
                "provider-5",
                Market.NODE_RATE,
                application.origin(),
                Optional.of(new GatewayPlan.Kept(
                        KEPT_BPS, kept.stream().map(String::valueOf).collect(Collectors.joining(","))))));
        market.awaitListed(node);
        Persona carol = market.persona("carol").settleIn("USER");
        String orderId = market.order(carol, node, EPOCHS, "shared");
        carol.run(
                "deploy",
                orderId,
                "--url",
                application.url(),
                "--sha256",
                application.sha256().toString(),
                "--wait");
        narrator.check(
                tenants(orderId).equals(machine.subList(kept.size(), machine.size())),
                "the application has the CPUs that its provider does not keep");

        narrator.await(
                "the first proven window",
                Duration.ofMinutes(2),
                () -> windows(carol, orderId).findFirst().filter(window -> "PASS".equals(outcome(window))));
        market.awaitState(carol, orderId, "COMPLETED", (EPOCHS + EPOCHS_AFTER_END) * Market.EPOCH_SECONDS);
        market.awaitNoContainer(orderId);
        JsonNode statement = carol.run("statement", orderId);
        market.checkSum(statement);
        narrator.check(
                windows(carol, orderId).noneMatch(window -> "ACCRUED".equals(money(window))),
                "nothing waits for an audit any more; released "
                        + statement.path("totals").path("released").asText());
        return orderId;
    }

    private static Stream<JsonNode> windows(Persona user, String orderId) {
        return StreamSupport.stream(
                user.run("statement", orderId).path("windows").spliterator(), false);
    }

    private static String money(JsonNode window) {
        return window.path("money").asText();
    }

    private static String outcome(JsonNode window) {
        return window.path("outcome").asText();
    }

    /** The CPUs that the kernel gives to the order's container. */
    private static List<Integer> tenants(String orderId) {
        String running = podman(
                "ps", "--filter", "label=org.computingpower.order=" + orderId, "--format", "{{.Names}} {{.Pid}}");
        return running.lines()
                .map(line -> line.split(" ", -1))
                .filter(columns -> !columns[0].endsWith("-infra"))
                .map(columns -> allowed(Path.of("/proc", columns[1], "status")))
                .reduce((one, other) -> {
                    throw new StoryException("One container was deployed. Podman runs:\n" + running);
                })
                .orElseThrow(() -> new StoryException("The deployed container does not run"));
    }

    private static String podman(String... arguments) {
        return ChildProcess.run(
                Stream.concat(Stream.of("podman"), Stream.of(arguments)).toList(), Map.of(), PODMAN);
    }

    /** The CPUs of a process, proc_pid_status(5): a list as in 0-3,8. */
    private static List<Integer> allowed(Path status) {
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .map(line -> line.substring("Cpus_allowed_list:".length()).strip())
                    .flatMap(list -> Stream.of(list.split(",", -1)))
                    .map(range -> range.split("-", -1))
                    .flatMap(range -> IntStream.rangeClosed(
                                    Integer.parseInt(range[0]), Integer.parseInt(range[range.length - 1]))
                            .boxed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
