package org.computingpower.gateway.application.orders;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Collectors;
import org.computingpower.gateway.application.SharedNode;
import org.computingpower.gateway.application.orders.ManifestSource.Fetched;
import org.computingpower.gateway.application.orders.ManifestSource.Parsed;
import org.computingpower.gateway.domain.cpu.CpuSet;
import org.computingpower.gateway.domain.cpu.SharedPart;
import org.computingpower.gateway.domain.workload.Admission;
import org.computingpower.gateway.domain.workload.Violation;
import org.computingpower.gateway.domain.workload.WorkloadAdmission;
import org.computingpower.gateway.domain.workload.WorkloadLimits;
import org.computingpower.gateway.domain.workload.WorkloadSpec;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.signed.DeploymentPhase;
import org.computingpower.terms.signed.Mode;

/** One step of bringing a generation to life: fetch, check, admit, apply, probe. Blocks; the caller brings the thread. */
@Singleton
public class Deploy {
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration PROBE_WHILE_STARTING = Duration.ofSeconds(1);
    private static final Duration PROBE_WHILE_READY = Duration.ofSeconds(10);
    /** A source or runtime that fails for 12 * 5 s = 1 min is not failing in passing. */
    private static final int MAX_ATTEMPTS = 12;
    /** The detail stands in a signed status and in people's tables. */
    private static final int MAX_DETAIL = 2_000;

    private final ManifestSource source;
    private final Instance<WorkloadDriver> driver;
    private final WorkloadAdmission admission;
    private final SharedNode shared;
    private final InstantSource clock;

    /** Wires the use case; without a driver every deployment fails and says why. */
    public Deploy(
            ManifestSource source,
            Instance<WorkloadDriver> driver,
            WorkloadLimits limits,
            SharedNode shared,
            InstantSource clock) {
        this.source = source;
        this.driver = driver;
        this.admission = new WorkloadAdmission(limits);
        this.shared = shared;
        this.clock = clock;
    }

    private sealed interface Prepared {
        record Ready(WorkloadSpec spec) implements Prepared {}

        record Refused(String reason) implements Prepared {}
    }

    /** The next state of a deployment. */
    Deployment step(DesiredOrder order, Deployment now) throws InterruptedException {
        if (driver.isUnsatisfied()) {
            return failed(now, "This node runs no applications (gateway.podman.enabled=false)");
        }
        Optional<CpuSet> onlyCpus =
                order.mode() == Mode.SHARED ? shared.part().map(SharedPart::tenants) : Optional.empty();
        if (order.mode() == Mode.SHARED && onlyCpus.isEmpty()) {
            return failed(now, "The order shares the node, but no CPUs are kept from tenants (gateway.shared.phi-bps)");
        }
        try {
            WorkloadDriver.Status status = driver.get().status(order.orderId());
            if (status.generation() == order.generation()) {
                return probed(now, status);
            }
            return switch (prepare(order)) {
                case Prepared.Refused refused -> failed(now, refused.reason());
                case Prepared.Ready ready -> {
                    WorkloadDriver.Plan plan =
                            driver.get().plan(order.orderId(), order.generation(), ready.spec(), onlyCpus);
                    driver.get().apply(plan);
                    yield now.to(DeploymentPhase.APPLYING, "containers started", soon(PROBE_WHILE_STARTING));
                }
            };
        } catch (IOException e) {
            String reason = shorten(String.valueOf(e.getMessage()));
            return now.attempts() + 1 >= MAX_ATTEMPTS
                    ? failed(now, reason)
                    : now.failedInPassing(DeploymentPhase.FETCHING, reason, soon(RETRY));
        }
    }

    private Prepared prepare(DesiredOrder order) throws IOException, InterruptedException {
        URI url;
        try {
            url = URI.create(String.valueOf(order.url()));
        } catch (IllegalArgumentException e) {
            return new Prepared.Refused("The URL is malformed");
        }
        return switch (source.fetch(url)) {
            case Fetched.Forbidden forbidden -> new Prepared.Refused("The URL is not fetched: " + forbidden.reason());
            case Fetched.Content content -> admit(order, content.bytes().toArray());
        };
    }

    private Prepared admit(DesiredOrder order, byte[] bytes) {
        Bytes32 found = Digests.sha256(bytes);
        if (!found.equals(order.sha256())) {
            return new Prepared.Refused("sha256 differs: expected " + order.sha256() + ", fetched " + found);
        }
        return switch (source.parse(bytes)) {
            case Parsed.Malformed malformed -> new Prepared.Refused("The YAML is refused: " + malformed.reason());
            case Parsed.Documents documents ->
                switch (admission.judge(documents.documents())) {
                    case Admission.Admitted admitted -> new Prepared.Ready(admitted.spec());
                    case Admission.Refused refused ->
                        new Prepared.Refused(refused.violations().size() + " violations: "
                                + refused.violations().stream()
                                        .map(Violation::toString)
                                        .collect(Collectors.joining("; ")));
                };
        };
    }

    private Deployment probed(Deployment now, WorkloadDriver.Status status) {
        return status.ready()
                ? now.to(DeploymentPhase.READY, status.detail(), soon(PROBE_WHILE_READY))
                : now.to(DeploymentPhase.APPLYING, status.detail(), soon(PROBE_WHILE_STARTING));
    }

    private Deployment failed(Deployment now, String reason) {
        return now.to(DeploymentPhase.FAILED, shorten(reason), Instant.MAX);
    }

    private Instant soon(Duration wait) {
        return clock.instant().plus(wait);
    }

    private static String shorten(String text) {
        return text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL - 1) + "…";
    }
}
