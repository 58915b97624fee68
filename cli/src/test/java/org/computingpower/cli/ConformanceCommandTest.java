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
        return run("""
                {"note": "two cases", "cases": [
                 {"id": "real", "dir": "real", "verificationTime": %d, "signatureValid": true, "expectedTcbStatus": "%s"},
                 {"id": "changed", "kind": "negative", "base": "real", "dir": "changed", "verificationTime": %d,
                  "expected": "REJECT"}]}
                """.formatted(REAL_TIME, expectedStatus, REAL_TIME), options);
    }

    private Run run(String index, String... options) throws IOException {
        Files.writeString(folder.resolve("index.json"), index);
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
    void saysWhyACaseCannotBeRunAndGoesOn() throws IOException {
        Files.createDirectories(folder.resolve("unreadable/quote.bin"));

        Run run = run("""
                {"cases": [
                 7,
                 {"id": "no-time", "dir": "real", "expectedTcbStatus": "UpToDate"},
                 {"id": "far-time", "dir": "real", "verificationTime": 99999999999999999, "expectedTcbStatus": "UpToDate"},
                 {"id": "no-status", "dir": "real", "verificationTime": 1, "expectedTcbStatus": "Fine"},
                 {"id": "no-base", "base": "nobody", "dir": "real", "verificationTime": 1, "expected": "REJECT"},
                 {"id": "no-folder", "dir": "nowhere", "verificationTime": 1, "expected": "REJECT"},
                 {"id": "outside", "dir": "../real", "verificationTime": 1, "expected": "REJECT"},
                 {"id": "unreadable", "dir": "unreadable", "verificationTime": 1, "expected": "REJECT"},
                 {"id": "real", "dir": "real", "verificationTime": %d, "expectedTcbStatus": "%s"}]}
                """.formatted(REAL_TIME, REAL_STATUS));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines())
                .anySatisfy(line -> assertThat(line).contains("#0", "NOT_RUN", "no id"))
                .anySatisfy(line -> assertThat(line).contains("no-time", "NOT_RUN", "no verificationTime"))
                .anySatisfy(line -> assertThat(line).contains("far-time", "NOT_RUN", "no verificationTime"))
                .anySatisfy(line -> assertThat(line).contains("no-status", "NOT_RUN", "no expectedTcbStatus Fine"))
                .anySatisfy(line -> assertThat(line).contains("no-base", "NOT_RUN", "nobody"))
                .anySatisfy(line -> assertThat(line).contains("no-folder", "NOT_RUN", "no folder nowhere"))
                .anySatisfy(line -> assertThat(line).contains("outside", "NOT_RUN", "outside of the folder"))
                .anySatisfy(line -> assertThat(line).contains("unreadable", "NOT_RUN", "quote.bin is no file"))
                .anySatisfy(line -> assertThat(line).startsWith("real").doesNotContain("DIFFERENT"))
                .last()
                .asString()
                .isEqualTo("9 cases, 8 differences");
    }

    @Test
    void readsTheOtherFormsOfAnIndex() throws IOException {
        Files.delete(folder.resolve("real/qe_identity_chain.pem"));
        Files.delete(folder.resolve("real/pck_crl_chain.pem"));

        Run run = run("""
                {"cases": [
                 {"id": "iso", "dir": "real", "verificationTime": "2025-03-10T11:04:29Z", "expectedTcbStatus": "%1$s",
                  "more": {"id": "other", "list": [{"dir": 1}]}},
                 {"id": "iso-member", "dir": "real", "verificationTimeIso": "2025-03-10T11:04:29+00:00",
                  "expected": "%1$s (a remark)"},
                 {"id": "base-only", "base": "iso", "verificationTime": %2$d.0, "expectedTcbStatus": "%1$s"},
                 {"id": "late", "base": "iso", "verificationTime": 1900000000, "signatureValid": false}]}
                """.formatted(REAL_STATUS, REAL_TIME));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).last().asString().isEqualTo("4 cases, 0 differences");
    }

    @Test
    void saysWhereAnIndexIsBroken() throws IOException {
        assertThat(run("{\"cases\": [{]}").err()).contains("index.json, line 1, column 13");
        assertThat(run("[]").err()).contains("index.json, line 1", "expected START_OBJECT");
        assertThat(run("").err()).contains("found the end");
        assertThat(run("{\"cases\": []}").err()).contains("index.json has no cases");
    }

    @Test
    void exitsWithOneOnAFolderWithoutAnIndex() {
        Run run = Run.of(Map.of("CPCTL_HOME", home.toString()), "attestation", "conformance", folder.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("Cannot run the cases of " + folder);
    }
}
