package org.computingpower.gateway.domain.workload;

/**
 * What one application may take of the node.
 *
 * @param maxCpuMillis sum of CPU limits, thousandths of a core
 * @param maxMemoryBytes sum of memory limits, bytes
 */
public record WorkloadLimits(int maxCpuMillis, long maxMemoryBytes) {
    /** Containers of one application. */
    public static final int MAX_CONTAINERS = 8;

    /** Volumes of one application. */
    public static final int MAX_VOLUMES = 16;

    /** Bytes of all ConfigMaps and Secrets together: 1 MiB, as much as the YAML itself may have. */
    public static final int MAX_CONFIG_BYTES = 1 << 20;

    /**
     * @throws IllegalArgumentException if a limit is not positive
     */
    public WorkloadLimits {
        if (maxCpuMillis < 1 || maxMemoryBytes < 1) {
            throw new IllegalArgumentException("Limits of applications are positive");
        }
    }
}
