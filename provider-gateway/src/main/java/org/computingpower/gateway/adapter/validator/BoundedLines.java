package org.computingpower.gateway.adapter.validator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The lines of a stream that never ends, each ended by LF, CR or both. What is longer than the bound is cut while it is
 * read, so a sender without an end of line takes no more memory than that. Not thread safe.
 */
final class BoundedLines {
    private final Reader in;
    private final int maxLength;
    private boolean afterReturn;

    /**
     * Lines of UTF-8 text.
     *
     * @param maxLength longest line in characters, without its end
     */
    BoundedLines(InputStream in, int maxLength) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.maxLength = maxLength;
    }

    /**
     * The next line without its end; empty when the stream is over, whose last line without an end counts for nothing.
     *
     * @throws IOException if the line is longer than allowed
     */
    Optional<String> next() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            boolean isSecondOfTwo = c == '\n' && afterReturn;
            afterReturn = c == '\r';
            if (isSecondOfTwo) {
                continue;
            }
            if (c == '\n' || c == '\r') {
                return Optional.of(line.toString());
            }
            if (line.length() == maxLength) {
                throw new IOException("A line is longer than " + maxLength + " characters");
            }
            line.append((char) c);
        }
        return Optional.empty();
    }
}
