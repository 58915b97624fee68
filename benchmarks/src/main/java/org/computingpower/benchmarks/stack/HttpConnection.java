package org.computingpower.benchmarks.stack;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One HTTP/1.1 connection that stays open: a request is written in one piece, its answer is read whole. What is measured
 * runs on the same processors as the client, so the client does what HTTP needs and nothing else.
 */
public final class HttpConnection implements AutoCloseable {
    private static final int BUFFER_BYTES = 8_192;
    private static final int TIMEOUT_MILLIS = 60_000;

    private static final int OVERLOADED = 503;

    private final String authority;
    private final Socket socket = new Socket();
    private final InputStream in;

    /**
     * An answer.
     *
     * @param status HTTP status
     * @param headers by lower-case name
     * @param body as text
     */
    public record Answer(int status, Map<String, String> headers, String body) {

        /** Whether the service asks to come again later. */
        public boolean overloaded() {
            return status == OVERLOADED;
        }

        /** After how many seconds to come again; 1 if the service does not say. */
        public int retryAfterSeconds() {
            return Integer.parseInt(headers.getOrDefault("retry-after", "1"));
        }
    }

    /** Opens a connection to the host and port of an address. */
    public HttpConnection(URI uri) throws IOException {
        authority = uri.getAuthority();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    }

    /**
     * Posts JSON and waits for the answer.
     *
     * @param headers further ones by name
     */
    public Answer post(String path, Map<String, String> headers, byte[] body) throws IOException {
        StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: " + authority
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, request, start.length, body.length);
        socket.getOutputStream().write(request);
        return readAnswer();
    }

    private Answer readAnswer() throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        Map<String, String> headers = new HashMap<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Answer(status, headers, new String(body, StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The service closed the connection");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
