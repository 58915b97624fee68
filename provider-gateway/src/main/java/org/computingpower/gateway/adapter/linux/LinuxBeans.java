package org.computingpower.gateway.adapter.linux;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import org.computingpower.gateway.application.SharedNode;
import org.computingpower.gateway.application.solver.SolverCpus;
import org.computingpower.gateway.config.GatewayConfig;
import org.computingpower.gateway.domain.cpu.CpuSet;
import org.computingpower.gateway.domain.cpu.SharedPart;

/** What is kept from tenants, checked against the machine: a gateway that cannot keep its word does not start. */
public class LinuxBeans {
    @Produces
    @Singleton
    SharedNode sharedNode(GatewayConfig config) {
        GatewayConfig.Shared shared = config.shared();
        if (shared.phiBps().isPresent() != shared.reservedCpus().isPresent()) {
            throw new IllegalStateException("gateway.shared.phi-bps and gateway.shared.reserved-cpus come together");
        }
        if (shared.phiBps().isEmpty()) {
            return SharedNode.NONE;
        }
        try {
            CpuSet machine = TaskCpus.allowed();
            CpuSet reserved = CpuSet.parse(shared.reservedCpus().orElseThrow());
            SharedPart part = SharedPart.of(shared.phiBps().getAsInt(), reserved, machine);
            TaskCpus.move(machine);
            return new SharedNode(Optional.of(part));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("gateway.shared: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "gateway.shared needs Linux and taskset (Debian: util-linux): " + e.getMessage(), e);
        }
    }

    @Produces
    @Singleton
    SolverCpus solverCpus(SharedNode shared) throws IOException {
        return shared.part()
                .<SolverCpus>map(part -> new TaskCpus(part.reserved(), union(part)))
                .orElseGet(Unmoved::new);
    }

    private static CpuSet union(SharedPart part) {
        return CpuSet.parse(part.reserved() + "," + part.tenants());
    }

    /** Nobody shares the node, so nobody has to be left alone. */
    private static final class Unmoved implements SolverCpus {
        @Override
        public void reservedOnly() {}

        @Override
        public void all() {}
    }
}
