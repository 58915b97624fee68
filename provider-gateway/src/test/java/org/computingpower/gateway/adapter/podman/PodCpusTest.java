package org.computingpower.gateway.adapter.podman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.computingpower.gateway.domain.cpu.CpuSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two layouts of cgroups as folders; the kernel's own is in {@code PodmanGatewayIT}. */
class PodCpusTest {

    private static final CpuSet CPUS = CpuSet.parse("1-3");

    @TempDir
    Path root;

    @Test
    void writesTheCpusetOfVersionOne() throws Exception {
        Path pod = Files.createDirectories(root.resolve("cpuset/libpod_parent/abc"));
        new PodCpus(root).confine("/libpod_parent/abc", CPUS);
        assertThat(pod.resolve("cpuset.cpus")).hasContent("1-3");
    }

    @Test
    void passesTheControllerOnInVersionTwo() throws Exception {
        Files.createFile(root.resolve("cgroup.controllers"));
        Path pod = Files.createDirectories(root.resolve("libpod_parent/abc"));
        Files.createFile(root.resolve("libpod_parent/cpuset.cpus"));
        new PodCpus(root).confine("/libpod_parent/abc", CPUS);
        assertThat(root.resolve("cgroup.subtree_control")).doesNotExist();
        assertThat(root.resolve("libpod_parent/cgroup.subtree_control")).hasContent("+cpuset");
        assertThat(pod.resolve("cpuset.cpus")).hasContent("1-3");
    }

    @Test
    void refusesAPodWithoutCgroupAndOneThatLiesElsewhere() throws Exception {
        Files.createDirectories(root.resolve("cpuset"));
        Files.createDirectories(root.resolve("elsewhere"));
        for (String cgroup : new String[] {"", "/absent", "/../elsewhere"}) {
            assertThatThrownBy(() -> new PodCpus(root).confine(cgroup, CPUS))
                    .as(cgroup)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cpuset");
        }
    }
}
