package org.computingpower.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class CommandLineTest {
    @TempDir
    private Path home;

    private Run run(String... args) {
        return Run.of(Map.of("CPCTL_HOME", home.toString()), args);
    }

    @Test
    void showsTheGoldenHelp() throws IOException {
        try (InputStream golden = Objects.requireNonNull(getClass().getResourceAsStream("/help.txt"))) {
            assertThat(run("--help").out())
                    .isEqualToNormalizingNewlines(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "login",
                "logout",
                "whoami",
                "account register",
                "account show",
                "wallet create",
                "wallet import",
                "wallet list",
                "wallet bind",
                "wallet balance",
                "wallet faucet",
                "validator register",
                "validator list",
                "node register",
                "node offer set",
                "node attest",
                "node stake",
                "node status",
                "node list",
                "node maintenance",
                "node share",
                "node rerate",
                "node attestation verify",
                "order quote",
                "order sign",
                "order fund",
                "order status",
                "order list",
                "order cancel",
                "deploy",
                "access open",
                "access get",
                "data send",
                "statement",
                "settle",
                "withdraw",
                "power bench",
                "power history",
                "power models",
                "power verify",
                "attestation conformance",
                "evidence verify",
                "admin policy activate",
                "admin reconcile chain",
                "admin chain status",
                "admin chain replay",
                "admin chain resume",
                "admin chain resync-key"
            })
    void explainsEveryCommand(String command) {
        List<String> args = new ArrayList<>(List.of(command.split(" ")));
        args.add("--help");

        Run run = run(args.toArray(String[]::new));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Usage: cpctl " + command).contains("--profile", "--output", "Exit codes:");
    }

    @Test
    void exitsWithTwoOnWrongUsage() {
        assertThat(run("order", "sign").exitCode()).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run("order").exitCode()).isEqualTo(2);
        assertThat(run("odrer", "list").err()).contains("Did you mean");
        assertThat(run("order", "sign", "0x00", "--skip-attestation").exitCode())
                .isEqualTo(2);
    }

    @Test
    void exitsWithOneAndSaysWhatToDoNextOnFailure() {
        Run text = run("whoami");
        Run json = run("whoami", "-o", "json");

        assertThat(text.exitCode()).isEqualTo(1);
        assertThat(text.err()).contains("Nobody is logged in.", "Next: Log in: cpctl login");
        assertThat(json.err()).contains("\"next\" : \"Log in: cpctl login\"");
        assertThat(json.out()).isEmpty();
    }

    @Test
    void refusesNamesThatLeadOutOfTheHome() {
        assertThat(run("--profile", "../other", "wallet", "list").err()).contains("A name has letters");
        assertThat(Run.of(
                                Map.of("CPCTL_HOME", home.toString(), "CPCTL_PASSWORD", "x"),
                                "--wallet",
                                "a/b",
                                "wallet",
                                "create")
                        .exitCode())
                .isEqualTo(1);
    }
}
