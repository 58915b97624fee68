package org.computingpower.gateway.domain.workload;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.computingpower.gateway.domain.Blob;

/**
 * The one admitted form of an application: a pod. Everything in it was asked for by name and allowed; nothing else of the
 * YAML reaches a driver.
 *
 * @param name name of the Deployment
 * @param containers one or more
 * @param volumes named volumes
 * @param port TCP port that the access proxy forwards to; empty if the application listens nowhere
 */
public record WorkloadSpec(String name, List<Container> containers, List<Volume> volumes, Optional<Integer> port) {
    /** Copies the lists. */
    public WorkloadSpec {
        containers = List.copyOf(containers);
        volumes = List.copyOf(volumes);
    }

    /**
     * A container. It runs without capabilities, without new privileges and not as root; that is not configurable.
     *
     * @param name unique in the application
     * @param image by digest
     * @param pullPolicy Always, IfNotPresent or Never
     * @param command entry point, or empty for the image's
     * @param args arguments, or empty for the image's
     * @param workingDir working directory, if not the image's
     * @param environment variables, already resolved
     * @param cpuMillis CPU limit, thousandths of a core
     * @param memoryBytes memory limit, bytes
     * @param runAsUser user id, not 0; empty if the image names one
     * @param runAsGroup group id
     * @param readOnlyRoot whether the root file system is read-only
     * @param mounts where volumes are mounted
     * @param readiness how the driver asks whether it is ready
     */
    public record Container(
            String name,
            String image,
            String pullPolicy,
            List<String> command,
            List<String> args,
            Optional<String> workingDir,
            Map<String, String> environment,
            int cpuMillis,
            long memoryBytes,
            OptionalLong runAsUser,
            OptionalLong runAsGroup,
            boolean readOnlyRoot,
            List<Mount> mounts,
            Optional<Readiness> readiness) {
        /** Copies the collections. */
        public Container {
            command = List.copyOf(command);
            args = List.copyOf(args);
            environment = Map.copyOf(environment);
            mounts = List.copyOf(mounts);
        }

        /** Without the environment, which may hold secrets. */
        @Override
        public String toString() {
            return "Container[" + name + " " + image + "]";
        }
    }

    /**
     * A mounted volume.
     *
     * @param volume name of the volume
     * @param path absolute path in the container
     * @param readOnly whether it is read-only
     */
    public record Mount(String volume, String path, boolean readOnly) {}

    /**
     * An HTTP or TCP question to the container.
     *
     * @param port TCP port
     * @param path path of an HTTP GET; empty for a TCP connection
     */
    public record Readiness(int port, Optional<String> path) {}

    /** A volume. */
    public sealed interface Volume {
        /** Its name in the application. */
        String name();

        /** Scratch space that ends with the pod. */
        record Scratch(String name) implements Volume {}

        /** Space that outlives a generation and ends with the order. */
        record Claim(String name, String claim) implements Volume {}

        /** Files of a ConfigMap or a Secret. */
        record Files(String name, Map<String, Blob> files, boolean secret) implements Volume {
            /** Copies the map. */
            public Files {
                files = Map.copyOf(files);
            }

            /** Without content. */
            @Override
            public String toString() {
                return "Files[" + name + " " + files.keySet() + "]";
            }
        }
    }
}
