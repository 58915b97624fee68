package org.computingpower.benchmarks.intake;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One HTTP/1.1 connection on a socket of its own. It looks at status, length and retry time of an answer and at nothing
 * else, so that the processor time that is measured is the service's and not a client library's.
 */
final class RawConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int END_OF_HEAD_BYTES = 4;

    private final String headBeforeLength;
    private final Socket socket = new Socket();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int retryAfterSeconds = 1;

    RawConnection(URI service, String path) throws IOException {
        headBeforeLength = "POST " + path + " HTTP/1.1\r\nHost: " + service.getAuthority()
                + "\r\nContent-Type: application/json\r\nContent-Length: ";
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(new InetSocketAddress(service.getHost(), service.getPort()), TIMEOUT_MILLIS);
    }

    /** Posts JSON and answers the status. */
    int post(byte[] body) throws IOException {
        byte[] head = (headBeforeLength + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        socket.getOutputStream().write(request);
        return readAnswer();
    }

    /** What the last answer 503 asked for. */
    int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    private int readAnswer() throws IOException {
        int filled = 0;
        int headEnd = -1;
        while (headEnd < 0) {
            filled += read(filled);
            headEnd = endOfHead(filled);
        }
        String head = new String(buffer, 0, headEnd, StandardCharsets.US_ASCII);
        int missing = header(head, "content-length", 0) - (filled - headEnd);
        while (missing > 0) {
            missing -= read(0);
        }
        retryAfterSeconds = header(head, "retry-after", 1);
        return Integer.parseInt(head, STATUS_AT, STATUS_AT + 3, 10);
    }

    private int read(int from) throws IOException {
        int count = socket.getInputStream().read(buffer, from, buffer.length - from);
        if (count <= 0) {
            throw new EOFException("No whole answer");
        }
        return count;
    }

    private int endOfHead(int filled) {
        for (int i = 0; i + END_OF_HEAD_BYTES <= filled; i++) {
            if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                return i + END_OF_HEAD_BYTES;
            }
        }
        return -1;
    }

    private static int header(String head, String name, int otherwise) {
        int at = head.toLowerCase(Locale.ROOT).indexOf("\r\n" + name + ":");
        if (at < 0) {
            return otherwise;
        }
        int from = at + 2 + name.length() + 1;
        return Integer.parseInt(head.substring(from, head.indexOf('\r', from)).strip());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
