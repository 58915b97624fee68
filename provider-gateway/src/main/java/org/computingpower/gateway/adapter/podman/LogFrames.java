package org.computingpower.gateway.adapter.podman;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The framing of container logs: stream u8, three zero bytes, length u32be, then so many bytes. */
final class LogFrames {
    private static final int HEAD = 8;

    private LogFrames() {}

    static String text(byte[] framed) {
        StringBuilder text = new StringBuilder();
        ByteBuffer in = ByteBuffer.wrap(framed);
        while (in.remaining() >= HEAD) {
            in.getInt();
            int length = Math.min(Math.max(0, in.getInt()), in.remaining());
            byte[] line = new byte[length];
            in.get(line);
            text.append(new String(line, StandardCharsets.UTF_8));
        }
        return text.toString();
    }
}
