package org.computingpower.sgx.dcap.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every recorded case: real quotes with Intel-signed collateral, and mutations of them. */
class ConformanceTest {
    static final Path VECTORS = Path.of("src/test/resources/attestation-vectors");

    @TestFactory
    Stream<DynamicTest> decidesAsIntelsLibrary() throws IOException {
        ConformanceSuite suite = ConformanceSuite.open(VECTORS);
        return suite.cases().stream()
                .map(conformanceCase -> DynamicTest.dynamicTest(conformanceCase.id(), () -> {
                    ConformanceResult result = suite.run(conformanceCase);
                    assertThat(result.matches()).as("%s", result).isTrue();
                    if (conformanceCase.intelRejects() && !stricterRuleComesFirst(conformanceCase)) {
                        assertThat(result.status().orElseThrow().code()).isIn(conformanceCase.intelCodes());
                    }
                }));
    }

    /** The TCB info of the other platform was issued after the case's instant, which Intel's library ignores. */
    private static boolean stricterRuleComesFirst(ConformanceCase conformanceCase) {
        return conformanceCase.id().endsWith("__tcb_of_other_fmspc");
    }

    @Test
    void coversEveryRecordedCase() throws IOException {
        ConformanceSuite suite = ConformanceSuite.open(VECTORS);

        assertThat(suite.cases()).hasSize(135);
        assertThat(suite.cases().stream()
                        .filter(c -> c.expected().equals(ConformanceCase.REJECT))
                        .count())
                .isEqualTo(96);
    }
}
