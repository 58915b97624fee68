package org.computingpower.gateway.adapter.podman;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.computingpower.gateway.domain.Blob;

/**
 * Requests to libpod over its socket, one connection each. HTTP/1.0 on purpose: the answer is then whatever comes until the
 * end of the connection. (No HTTP client of the JDK or of Vert.x without native code speaks to Unix sockets.)
 */
final class LibpodClient implements AutoCloseable {
    private static final int MAX_ANSWER = 8 << 20;
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String PREFIX = "/v4.3.0/libpod";

    private final PodmanService service;
    private final ObjectMapper json;
    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("libpod-watchdog").daemon().factory());

    LibpodClient(PodmanService service, ObjectMapper json) {
        this.service = service;
        this.json = json;
    }

    /**
     * An answer.
     *
     * @param status HTTP status
     * @param body its bytes
     */
    record Answer(int status, Blob body) {
        boolean isOk() {
            return status / 100 == 2;
        }
    }

    Answer get(String path, Duration timeout) throws IOException {
        return send("GET", path, new byte[0], timeout);
    }

    JsonNode getJson(String path, Duration timeout) throws IOException {
        Answer answer = get(path, timeout);
        if (!answer.isOk()) {
            throw failure(path, answer);
        }
        return json.readTree(answer.body().toArray());
    }

    /** An exception with Podman's own words. */
    IOException failure(String path, Answer answer) {
        String words;
        try {
            words = json.readTree(answer.body().toArray()).path("message").asText();
        } catch (IOException notJson) {
            words = "";
        }
        return new IOException("Podman answers " + answer.status() + " to " + path.split("\\?")[0] + ": " + words);
    }

    Answer send(String method, String path, byte[] body, Duration timeout) throws IOException {
        Path socket = service.socket();
        String head = method + " " + PREFIX + path + " HTTP/1.0\r\nHost: podman\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length + "\r\n\r\n";
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            ScheduledFuture<?> death =
                    watchdog.schedule(() -> closeQuietly(channel), timeout.toMillis(), TimeUnit.MILLISECONDS);
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
                write(channel, head.getBytes(StandardCharsets.US_ASCII));
                write(channel, body);
                return parse(readAll(channel));
            } catch (AsynchronousCloseException e) {
                throw new IOException("Podman did not answer " + path.split("\\?")[0] + " in " + timeout, e);
            } finally {
                death.cancel(false);
            }
        }
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static byte[] readAll(SocketChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
        while (channel.read(buffer) >= 0) {
            all.write(buffer.array(), 0, buffer.position());
            buffer.clear();
            if (all.size() > MAX_ANSWER) {
                throw new IOException("Podman's answer is larger than " + MAX_ANSWER + " bytes");
            }
        }
        return all.toByteArray();
    }

    private static Answer parse(byte[] all) throws IOException {
        int end = indexOf(all, END_OF_HEAD);
        String head = new String(all, 0, Math.max(0, end), StandardCharsets.US_ASCII);
        if (end < 0 || !head.matches("(?s)HTTP/1\\.[01] [0-9]{3}.*")) {
            throw new IOException("Podman's answer is no HTTP");
        }
        int bodyStart = end + END_OF_HEAD.length;
        byte[] body = new byte[all.length - bodyStart];
        System.arraycopy(all, bodyStart, body, 0, body.length);
        return new Answer(Integer.parseInt(head, 9, 12, 10), new Blob(body));
    }

    private static int indexOf(byte[] all, byte[] wanted) {
        for (int i = 0; i <= all.length - wanted.length; i++) {
            boolean equal = true;
            for (int j = 0; j < wanted.length && equal; j++) {
                equal = all[i + j] == wanted[j];
            }
            if (equal) {
                return i;
            }
        }
        return -1;
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException alreadyBroken) {
            // The reader sees the end either way.
        }
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
        service.close();
    }
}
