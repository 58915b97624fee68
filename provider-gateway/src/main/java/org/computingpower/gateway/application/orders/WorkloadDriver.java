package org.computingpower.gateway.application.orders;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import org.computingpower.gateway.domain.cpu.CpuSet;
import org.computingpower.gateway.domain.workload.WorkloadSpec;
import org.computingpower.terms.OrderId;

/**
 * Runs admitted applications. One application per order; every call is idempotent; calls for one order come one after
 * another, except pause, resume and the reading ones. All calls block.
 */
public interface WorkloadDriver {
    /**
     * What a driver would hand to its orchestrator.
     *
     * @param orderId the order
     * @param generation generation of the deployment
     * @param spec the admitted application
     * @param onlyCpus CPUs that its containers are confined to; empty if they have the machine
     * @param manifest the orchestrator's own text
     */
    record Plan(OrderId orderId, long generation, WorkloadSpec spec, Optional<CpuSet> onlyCpus, String manifest) {}

    /**
     * How an application is.
     *
     * @param generation the generation that runs; 0 if nothing does
     * @param ready whether every container runs and answers its probe
     * @param detail one sentence for people
     */
    record Status(long generation, boolean ready, String detail) {}

    /** Works out what to run; touches nothing. */
    Plan plan(OrderId orderId, long generation, WorkloadSpec spec, Optional<CpuSet> onlyCpus);

    /** Makes a plan run in place of whatever runs for the order. A failure leaves nothing behind. */
    void apply(Plan plan) throws IOException, InterruptedException;

    /** How the order's application is. */
    Status status(OrderId orderId) throws IOException, InterruptedException;

    /** The last lines of all containers. */
    String logs(OrderId orderId, int lines) throws IOException, InterruptedException;

    /** Where the order's application listens. */
    Optional<InetSocketAddress> endpoint(OrderId orderId);

    /** Freezes all containers. */
    void pause(OrderId orderId) throws IOException, InterruptedException;

    /** Continues them. */
    void resume(OrderId orderId) throws IOException, InterruptedException;

    /** Removes everything of the order: containers, network, volumes, files. */
    void delete(OrderId orderId) throws IOException, InterruptedException;

    /** Orders of which this node has anything left. */
    Set<OrderId> present() throws IOException, InterruptedException;
}
