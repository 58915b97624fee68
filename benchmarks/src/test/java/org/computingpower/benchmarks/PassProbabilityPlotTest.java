package org.computingpower.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The picture of the documentation shows what the code does. */
class PassProbabilityPlotTest {

    private static final Path COMMITTED = Path.of("../docs/images/pass-probability.svg");

    @Test
    void theCommittedPictureIsWhatTheCodeDraws() throws IOException {
        assertThat(Files.readString(COMMITTED))
                .as("Draw it anew as docs/power-proof.md says")
                .isEqualTo(PassProbabilityPlot.svg());
    }
}
