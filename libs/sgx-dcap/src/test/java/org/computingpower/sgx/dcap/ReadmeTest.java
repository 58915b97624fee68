package org.computingpower.sgx.dcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.computingpower.sgx.dcap.appraise.Check;
import org.computingpower.sgx.dcap.parse.SgxReport;
import org.junit.jupiter.api.Test;

/** The example of the README compiles, runs, and is the one that stands there. */
class ReadmeTest {
    @Test
    void showsTheExampleThatIsCompiled() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String source = Files.readString(Path.of("src/test/java/org/computingpower/sgx/dcap/ReadmeExample.java"));

        String shown = between(readme, "```java\n", "```");
        String compiled = between(source, "// README: begin\n", "// README: end");

        assertThat(shown).isEqualTo(compiled.stripIndent());
        assertThat(shown.lines()).hasSizeLessThanOrEqualTo(10);
    }

    private static String between(String text, String begin, String end) {
        int from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf(end, from));
    }

    @Test
    void appraisesARealQuoteWithTheExample() throws Exception {
        Vectors.Vector vector = Vectors.SGX_V3;
        SgxReport report = (SgxReport) vector.quote().body();

        List<Check> checks =
                ReadmeExample.checks(vector.quoteBytes(), vector.collateralBytes(), report.mrEnclave(), vector.now());

        assertThat(checks).extracting(Check::name).contains("trust-root", "measurement", "tcb-status");
    }
}
