package org.computingpower.local;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.computingpower.kit.fixture.ChildProcess;
import org.jspecify.annotations.Nullable;

/**
 * One Quarkus application as a child process. Its configuration stands in {@code config/application.properties} of its
 * own directory (readable by the owner only), never on the command line, because it holds secrets.
 */
public final class JavaService implements AutoCloseable {

    /** A cold start of all services at once takes about 30 s on 2 idle cores, and several times that on a loaded machine. */
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    /** A JVM that records its AOT cache assembles it when it ends: about 10 s of processor time. */
    private static final Duration RECORDING = Duration.ofMinutes(5);

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Spec spec;
    private @Nullable ChildProcess child;

    /**
     * What to run.
     *
     * @param name unique in the stack
     * @param jar the application's {@code quarkus-run.jar}
     * @param directory working directory; {@code config/} and the log live here
     * @param readiness URL that answers 200 when the application is ready
     * @param jvmFlags flags of the JVM
     * @param properties the application's configuration
     */
    public record Spec(
            String name,
            Path jar,
            Path directory,
            URI readiness,
            List<String> jvmFlags,
            Map<String, String> properties) {
        public Spec {
            jvmFlags = List.copyOf(jvmFlags);
            properties = Map.copyOf(properties);
        }
    }

    JavaService(Spec spec) {
        this.spec = spec;
    }

    /** Starts the process; {@link #awaitReady()} waits for it. */
    public JavaService start() {
        if (!Files.isRegularFile(spec.jar())) {
            throw new IllegalStateException(
                    spec.name() + " is not built: " + spec.jar() + " is missing. Run: ./platform build");
        }
        try {
            writeConfiguration();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(spec.jvmFlags());
        command.addAll(List.of("-jar", spec.jar().toAbsolutePath().toString()));
        child = ChildProcess.start(spec.name(), command, Map.of(), spec.directory(), log(), "TERM");
        return this;
    }

    /** Waits until the application answers on its readiness URL; fails with the end of its log. */
    public JavaService awaitReady() {
        child().awaitReady(this::ready, DEADLINE);
        return this;
    }

    /** Whether the readiness URL answers 200 now. */
    public boolean ready() {
        try {
            HttpRequest request = HttpRequest.newBuilder(spec.readiness())
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void writeConfiguration() throws IOException {
        Path file = spec.directory().resolve("config/application.properties");
        Files.createDirectories(file.getParent());
        Properties properties = new Properties();
        properties.putAll(spec.properties());
        StringWriter text = new StringWriter();
        properties.store(text, null);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text.toString());
    }

    /** The name of the service. */
    public String name() {
        return spec.name();
    }

    /** What is run. */
    public Spec spec() {
        return spec;
    }

    /** The service's log. */
    public Path log() {
        return spec.directory().resolve(spec.name() + ".log");
    }

    /** The running process. */
    public ChildProcess child() {
        if (child == null) {
            throw new IllegalStateException(spec.name() + " was not started");
        }
        return child;
    }

    @Override
    public void close() {
        if (child == null) {
            return;
        }
        boolean recordsCache = spec.jvmFlags().stream().anyMatch(flag -> flag.startsWith(AotCaches.RECORD_FLAG));
        if (recordsCache) {
            child.close(RECORDING);
        } else {
            child.close();
        }
    }
}
