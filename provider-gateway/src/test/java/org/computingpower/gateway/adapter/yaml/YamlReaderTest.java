package org.computingpower.gateway.adapter.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.computingpower.gateway.application.orders.ManifestSource.Parsed;
import org.computingpower.gateway.fixture.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {
    private final YamlReader reader = new YamlReader();

    @Test
    void readsEveryDocument() {
        assertThat(read(Yaml.admitted())).isInstanceOfSatisfying(Parsed.Documents.class, parsed -> {
            assertThat(parsed.documents()).hasSize(2);
            assertThat(parsed.documents().get(1)).containsEntry("kind", "Service");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: &x [1]\nb: *x",
                "a: &x 1\nb: *x",
                "a: &x 1",
                "a: !!java.net.URL [\"http://127.0.0.1/\"]",
                "a: !local 1",
                "a: !!str 1",
                "a: 1\na: 2",
                "? [complex]\n: 1",
                "1: a",
                "[1, 2]",
                "plain",
                "",
                "a: [",
                "a: {b: 1",
                "%YAML 3.0\n---\na: 1",
            })
    void refusesWhatIsNoPlainData(String yaml) {
        assertThat(read(yaml)).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void refusesABombBeforeItGoesOff() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 10; i++) {
            String before = "*a" + (i - 1);
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(",", java.util.Collections.nCopies(9, before))));
        }

        assertThat(read(bomb.toString())).isEqualTo(new Parsed.Malformed("anchors are not allowed"));
    }

    @Test
    void boundsDepthDocumentsAndNodes() {
        assertThat(read("a: " + "[".repeat(31) + "]".repeat(31))).isInstanceOf(Parsed.Documents.class);
        assertThat(read("a: " + "[".repeat(32) + "]".repeat(32))).isEqualTo(new Parsed.Malformed("deeper than 32"));
        assertThat(read("---\na: 1\n".repeat(20))).isInstanceOf(Parsed.Documents.class);
        assertThat(read("---\na: 1\n".repeat(21))).isEqualTo(new Parsed.Malformed("more than 20 documents"));
        assertThat(read("a: [" + "1,".repeat(YamlReader.MAX_NODES) + "]"))
                .isEqualTo(new Parsed.Malformed("more than 50000 nodes"));
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        assertThat(reader.read(new byte[] {'a', ':', ' ', (byte) 0xff}))
                .isEqualTo(new Parsed.Malformed("it is not UTF-8"));
    }

    @Test
    void keepsTheTruthOfJsonSchema() {
        assertThat(read("a: yes\nb: 010\nc: true\nd: null")).isInstanceOfSatisfying(Parsed.Documents.class, parsed -> {
            assertThat(parsed.documents().getFirst())
                    .containsEntry("a", "yes")
                    .containsEntry("c", true)
                    .containsEntry("d", null);
        });
    }

    private Parsed read(String yaml) {
        return reader.read(yaml.getBytes(StandardCharsets.UTF_8));
    }
}
