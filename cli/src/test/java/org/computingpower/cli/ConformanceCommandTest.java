package org.computingpower.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cpctl attestation conformance} on a folder of one real quote and one with a byte changed. */
final class ConformanceCommandTest {
    private static final Path VECTORS = Path.of("../libs/sgx-dcap/src/test/resources/attestation-vectors");
    private static final String REAL = "tdx_v5_90c06f000000_d21a11db_cf4ef9";
    private static final String REAL_STATUS = "TDRelaunchAdvised";
    private static final long REAL_TIME = 1_741_604_669L;

    @TempDir
    private Path home;

    @TempDir
    private Path folder;

    @BeforeEach
    void copyCases() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        try (var files = Files.list(VECTORS.resolve("positive").resolve(REAL))) {
            for (Path file : files.toList()) {
                Files.copy(file, real.resolve(file.getFileName()));
            }
        }
        Path changed = Files.createDirectory(folder.resolve("changed"));
        byte[] quote = Files.readAllBytes(real.resolve("quote.bin"));
        quote[100] ^= 1;
        Files.write(changed.resolve("quote.bin"), quote);
    }

    private Run conformance(String expectedStatus, String... options) throws IOException {
        Files.writeString(folder.resolve("index.json"), """
                {"note": "two cases", "cases": [
                 {"id": "real", "dir": "real", "verificationTime": %d, "signatureValid": true, "expectedTcbStatus": "%s"},
                 {"id": "changed", "kind": "negative", "base": "real", "dir": "changed", "verificationTime": %d,
                  "expected": "REJECT"}]}
                """.formatted(REAL_TIME, expectedStatus, REAL_TIME));
        List<String> arguments = new ArrayList<>(List.of("attestation", "conformance", folder.toString()));
        arguments.addAll(List.of(options));
        return Run.of(Map.of("CPCTL_HOME", home.toString()), arguments.toArray(String[]::new));
    }

    @Test
    void printsOneLinePerCaseAndASumAndExitsWithZero() throws IOException {
        Run run = conformance(REAL_STATUS);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .anySatisfy(line -> assertThat(line).contains("real", REAL_STATUS, "TCB_TD_RELAUNCH_ADVISED (87)"))
                .anySatisfy(line -> assertThat(line).contains("changed", "REJECT", "INVALID_QUOTE_SIGNATURE (57)"))
                .noneSatisfy(line -> assertThat(line).contains("DIFFERENT"))
                .last()
                .asString()
                .isEqualTo("2 cases, 0 differences");
    }

    @Test
    void exitsWithOneOnAnyDifference() throws IOException {
        Run run = conformance("UpToDate");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines())
                .anySatisfy(line -> assertThat(line).contains("real", "UpToDate", REAL_STATUS, "DIFFERENT"))
                .last()
                .asString()
                .isEqualTo("2 cases, 1 differences");
    }

    @Test
    void printsJsonOnRequest() throws IOException {
        JsonNode json = conformance("UpToDate", "-o", "json").json();

        assertThat(json.path("cases").asInt()).isEqualTo(2);
        assertThat(json.path("differences").asInt()).isEqualTo(1);
        assertThat(json.path("passes").asBoolean(true)).isFalse();
        JsonNode first = json.path("results").path(0);
        assertThat(first.path("case").asText()).isEqualTo("real");
        assertThat(first.path("expected").asText()).isEqualTo("UpToDate");
        assertThat(first.path("ours").asText()).isEqualTo(REAL_STATUS);
        assertThat(first.path("number").asInt()).isEqualTo(87);
        assertThat(first.path("matches").asBoolean(true)).isFalse();
    }

    @Test
    void rejectsACaseWithoutCollateralAndGoesOn() throws IOException {
        Files.delete(folder.resolve("real/tcb_info.json"));

        Run run = conformance(REAL_STATUS);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines())
                .anySatisfy(line -> assertThat(line)
                        .contains("real", "REJECT", "SGX_TCB_INFO_UNSUPPORTED_FORMAT (19)", "DIFFERENT"))
                .anySatisfy(line -> assertThat(line).startsWith("changed").doesNotContain("DIFFERENT"))
                .last()
                .asString()
                .isEqualTo("2 cases, 1 differences");
    }

    @Test
    void exitsWithOneOnAFolderWithoutAnIndex() {
        Run run = Run.of(Map.of("CPCTL_HOME", home.toString()), "attestation", "conformance", folder.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("Cannot run the cases of " + folder);
    }
}
