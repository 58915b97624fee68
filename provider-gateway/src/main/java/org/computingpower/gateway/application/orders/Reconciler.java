package org.computingpower.gateway.application.orders;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.computingpower.gateway.application.NodeIdentity;
import org.computingpower.gateway.application.user.UserState;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.DeploymentStatus;
import org.jboss.logging.Logger;

/**
 * Makes this node what the platform desires, from whatever state it is in: level-triggered, so that a lost answer, a
 * restart or a crash needs no recovery of its own. An unreachable platform changes nothing; its answer without an order
 * removes everything of that order. Work of one order is done by one thread at a time.
 */
@Singleton
public class Reconciler {
    private static final Logger LOG = Logger.getLogger(Reconciler.class);

    private final NodeIdentity identity;
    private final MarketFile market;
    private final Platform platform;
    private final RunningOrders running;
    private final AcceptOrders acceptOrders;
    private final Deploy deploy;
    private final Instance<WorkloadDriver> driver;
    private final OrderData data;
    private final UserState users;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final Map<OrderId, Deployment> deployments = new ConcurrentHashMap<>();
    private final Set<OrderId> busy = ConcurrentHashMap.newKeySet();
    /** Whether the last turn got no answer; a long outage is one line, not one per turn. */
    private volatile boolean failing;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Wires the loop; {@link #reconcile()} is one turn of it. */
    public Reconciler(
            NodeIdentity identity,
            MarketFile market,
            Platform platform,
            RunningOrders running,
            AcceptOrders acceptOrders,
            Deploy deploy,
            Instance<WorkloadDriver> driver,
            OrderData data,
            UserState users,
            InstantSource clock,
            MeterRegistry metrics) {
        this.identity = identity;
        this.market = market;
        this.platform = platform;
        this.running = running;
        this.acceptOrders = acceptOrders;
        this.deploy = deploy;
        this.driver = driver;
        this.data = data;
        this.users = users;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** One turn. Slow work goes on in the background; the next turn sees it as busy. */
    public void reconcile() throws InterruptedException {
        try {
            Optional<DesiredState> desired = platform.desired(identity.nodeId());
            if (desired.isEmpty()) {
                LOG.debug("The platform does not know this node");
                return;
            }
            apply(desired.get());
            if (failing) {
                failing = false;
                LOG.info("The platform answers again");
            }
        } catch (IOException e) {
            metrics.counter("cpp_gateway_platform_failures").increment();
            if (!failing) {
                failing = true;
                LOG.warnf("No desired state, nothing changes until the platform answers: reason=%s", e.getMessage());
            }
        }
    }

    /** Phases by order, for people. */
    public Map<OrderId, String> phases() {
        return deployments.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().phase() + " generation "
                                + entry.getValue().generation() + " "
                                + entry.getValue().detail()));
    }

    /** Ends background work. */
    public void stop() {
        threads.shutdownNow();
    }

    private void apply(DesiredState desired) throws InterruptedException, IOException {
        running.replace(desired.orders());
        for (OrderToAccept waiting : desired.toAccept()) {
            acceptOrders.accept(waiting);
        }
        Set<OrderId> wanted = new HashSet<>();
        for (DesiredOrder order : desired.orders()) {
            wanted.add(order.orderId());
            if (order.generation() > 0) {
                inBackground(order.orderId(), () -> serve(order));
            }
        }
        Set<OrderId> present = new HashSet<>(data.present());
        present.addAll(users.present());
        present.addAll(deployments.keySet());
        if (driver.isResolvable()) {
            try {
                present.addAll(driver.get().present());
            } catch (IOException e) {
                LOG.warnf("The driver does not answer: reason=%s", e.getMessage());
            }
        }
        present.removeAll(wanted);
        present.forEach(orderId -> inBackground(orderId, () -> remove(orderId)));
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void inBackground(OrderId orderId, Work work) {
        if (!busy.add(orderId)) {
            return;
        }
        threads.execute(() -> {
            try {
                work.run();
            } catch (IOException e) {
                LOG.warnf("Order not reconciled: orderId=%s reason=%s", orderId, e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.errorf(e, "Order not reconciled: orderId=%s", orderId);
            } finally {
                busy.remove(orderId);
            }
        });
    }

    private void serve(DesiredOrder order) throws IOException, InterruptedException {
        Deployment before = deployments.get(order.orderId());
        if (before == null || before.generation() != order.generation()) {
            before = Deployment.fresh(order.generation(), clock.instant());
        }
        Deployment after = before;
        if (!before.isFinal() && !before.nextTry().isAfter(clock.instant())) {
            after = deploy.step(order, before);
            if (after.phase() != before.phase()) {
                LOG.infof(
                        "Deployment: orderId=%s generation=%d phase=%s",
                        order.orderId(), order.generation(), after.phase());
            }
        }
        deployments.put(order.orderId(), after);
        if (!after.reported() && report(order.orderId(), after)) {
            deployments.put(order.orderId(), after.asReported());
        }
    }

    private boolean report(OrderId orderId, Deployment deployment) throws IOException, InterruptedException {
        DeploymentStatus status = new DeploymentStatus(
                orderId,
                identity.nodeId(),
                deployment.generation(),
                deployment.phase(),
                Digests.keccak256OfText(deployment.detail()),
                clock.instant().getEpochSecond());
        Signature signature = status.sign(identity.nodeKey(), market.domains());
        return platform.report(status, deployment.detail(), signature);
    }

    private void remove(OrderId orderId) throws IOException, InterruptedException {
        users.forget(orderId);
        if (driver.isResolvable()) {
            driver.get().delete(orderId);
        }
        data.remove(orderId);
        deployments.remove(orderId);
        LOG.infof("Order removed from this node: orderId=%s", orderId);
    }
}
