package org.computingpower.gateway.adapter.podman;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The libpod REST service as a child process of the gateway, on a socket that only the gateway's user can open. It ends by
 * itself when nobody asks for a minute, so that a gateway that was killed leaves nothing behind.
 */
final class PodmanService implements AutoCloseable {
    private static final int IDLE_SECONDS = 60;
    private static final Duration START = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration STOP = Duration.ofSeconds(3);

    private final String command;
    private final Path folder;
    private final String containersConf;
    private @Nullable Process process;
    private @Nullable Path socketFolder;

    /**
     * A service that is started when first needed.
     *
     * @param command the program
     * @param runtime OCI runtime
     * @param folder where its configuration and log go
     */
    PodmanService(String command, String runtime, Path folder) {
        this.command = command;
        this.folder = folder;
        this.containersConf = """
                # Written by the gateway: works as root in containers and on hybrid cgroups.
                [containers]
                default_ulimits = ["nofile=16384:16384", "nproc=32768:32768"]
                log_driver = "k8s-file"
                log_size_max = 10485760
                [engine]
                runtime = "%s"
                cgroup_manager = "cgroupfs"
                events_logger = "file"
                [network]
                network_backend = "netavark"
                """.formatted(runtime);
    }

    /** The socket of the running service; starts it if it does not run. */
    synchronized Path socket() throws IOException {
        Process running = process;
        Path known = socketFolder;
        if (running != null && running.isAlive() && known != null && Files.exists(known.resolve("podman.sock"))) {
            return known.resolve("podman.sock");
        }
        // A service whose socket somebody cleaned away hears nobody any more.
        close();
        Files.createDirectories(folder);
        Path configuration = folder.resolve("containers.conf");
        Files.write(configuration, containersConf.getBytes(StandardCharsets.UTF_8));
        // A socket's path has at most 107 bytes, so it does not stand in the data folder.
        Path fresh = Files.createTempDirectory("cpp-podman");
        socketFolder = fresh;
        Path socket = fresh.resolve("podman.sock");
        ProcessBuilder builder =
                new ProcessBuilder(command, "system", "service", "--time=" + IDLE_SECONDS, "unix://" + socket);
        builder.environment()
                .put("CONTAINERS_CONF", configuration.toAbsolutePath().toString());
        builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("podman.log").toFile());
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new IOException("Podman does not start; is it installed? (Debian: apt-get install podman)", e);
        }
        awaitSocket(socket);
        return socket;
    }

    private void awaitSocket(Path socket) throws IOException {
        long end = System.nanoTime() + START.toNanos();
        while (!Files.exists(socket)) {
            Process running = process;
            if (running == null || !running.isAlive() || System.nanoTime() > end) {
                throw new IOException("podman system service does not come up; see " + folder.resolve("podman.log"));
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    @Override
    public synchronized void close() {
        Process running = process;
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                running.destroyForcibly();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Path known = socketFolder;
        if (known != null) {
            try {
                Files.deleteIfExists(known.resolve("podman.sock"));
                Files.deleteIfExists(known);
            } catch (IOException leftBehind) {
                // An empty folder in the temporary directory does no harm.
            }
        }
    }
}
