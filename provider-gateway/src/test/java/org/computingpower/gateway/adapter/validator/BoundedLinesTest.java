package org.computingpower.gateway.adapter.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoundedLinesTest {
    @Test
    void endsLinesAsEventStreamsDo() throws IOException {
        assertThat(lines("a\nb\r\nc\rd\n\n\r\n\r\rlast")).containsExactly("a", "b", "c", "d", "", "", "", "");
        assertThat(lines("12345\n")).containsExactly("12345");
        assertThat(lines("ä€\n")).containsExactly("ä€");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void cutsALineWhileItIsRead() {
        InputStream endless = new InputStream() {
            private int served;

            @Override
            public int read() {
                return read(new byte[1], 0, 1) == 1 ? 'x' : -1;
            }

            @Override
            public int read(byte[] to, int from, int length) {
                served += length;
                assertThat(served).as("bytes read of an endless line").isLessThan(100_000);
                Arrays.fill(to, from, from + length, (byte) 'x');
                return length;
            }
        };

        assertThatThrownBy(() -> new BoundedLines(endless, 5).next())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("longer than 5");
        assertThatThrownBy(() -> lines("123456\n")).hasMessageContaining("longer than 5");
    }

    private static List<String> lines(String text) throws IOException {
        BoundedLines in = new BoundedLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 5);
        List<String> lines = new ArrayList<>();
        for (Optional<String> line = in.next(); line.isPresent(); line = in.next()) {
            lines.add(line.get());
        }
        return lines;
    }
}
