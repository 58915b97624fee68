package org.computingpower.gateway.adapter.podman;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.computingpower.gateway.domain.cpu.CpuSet;

/**
 * Confines a pod to CPUs by the cpuset of its own cgroup, before its containers start: they live below it, also after a restart, and cannot get
 * out. (Podman 4 has no such setting for {@code play kube}, and forgets that of {@code podman update} when a container restarts.)
 */
final class PodCpus {
    private static final String CPUS = "cpuset.cpus";

    private final Path root;

    PodCpus(Path root) {
        this.root = root;
    }

    /**
     * Confines a pod whose containers do not run yet.
     *
     * @param cgroup path of the pod's cgroup, as Podman says
     * @throws IOException if the machine does not let it
     */
    void confine(String cgroup, CpuSet cpus) throws IOException {
        boolean unified = Files.exists(root.resolve("cgroup.controllers"));
        Path hierarchy = unified ? root : root.resolve("cpuset");
        Path pod = hierarchy.resolve(cgroup.startsWith("/") ? cgroup.substring(1) : cgroup);
        if (cgroup.isEmpty() || !pod.normalize().startsWith(hierarchy) || !Files.isDirectory(pod)) {
            throw new IOException("The pod has no cpuset: cgroup " + cgroup + " under " + hierarchy);
        }
        if (unified) {
            delegate(hierarchy, pod);
        }
        Path file = pod.resolve(CPUS);
        Files.writeString(file, cpus.toString(), StandardCharsets.US_ASCII);
        String kept = Files.readString(file).strip();
        if (!CpuSet.parse(kept).equals(cpus)) {
            throw new IOException("The pod's cpuset is " + kept + " instead of " + cpus);
        }
    }

    /** cgroups(7), version 2: a controller is there only where every parent passes it on. */
    private static void delegate(Path hierarchy, Path pod) throws IOException {
        Path parent = hierarchy;
        for (Path name : hierarchy.relativize(pod)) {
            if (!Files.exists(parent.resolve(name).resolve(CPUS))) {
                Files.writeString(parent.resolve("cgroup.subtree_control"), "+cpuset", StandardCharsets.US_ASCII);
            }
            parent = parent.resolve(name);
        }
    }
}
