package org.computingpower.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.computingpower.cli.command.AccessCommand;
import org.computingpower.cli.command.AccountCommand;
import org.computingpower.cli.command.AdminCommand;
import org.computingpower.cli.command.AttestationCommand;
import org.computingpower.cli.command.DataCommand;
import org.computingpower.cli.command.DeployCommand;
import org.computingpower.cli.command.EvidenceCommand;
import org.computingpower.cli.command.LoginCommand;
import org.computingpower.cli.command.LogoutCommand;
import org.computingpower.cli.command.NodeCommand;
import org.computingpower.cli.command.OrderCommand;
import org.computingpower.cli.command.PowerCommand;
import org.computingpower.cli.command.SettleCommand;
import org.computingpower.cli.command.StatementCommand;
import org.computingpower.cli.command.ValidatorCommand;
import org.computingpower.cli.command.WalletCommand;
import org.computingpower.cli.command.WhoamiCommand;
import org.computingpower.cli.command.WithdrawCommand;
import org.computingpower.cli.session.GlobalOptions;
import org.computingpower.cli.session.Session;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line of the platform, and its entry for programs that run many commands in one JVM. */
@Command(
        name = "cpctl",
        description = "Rent and offer computing power in a market in which nobody is trusted on their word.",
        mixinStandardHelpOptions = true,
        version = "cpctl 0.1.0-SNAPSHOT",
        scope = ScopeType.INHERIT,
        sortOptions = false,
        usageHelpWidth = 110,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:refused or failed; what to do next is printed", "2:wrong usage"},
        subcommands = {
            LoginCommand.class,
            LogoutCommand.class,
            WhoamiCommand.class,
            AccountCommand.class,
            WalletCommand.class,
            ValidatorCommand.class,
            NodeCommand.class,
            OrderCommand.class,
            DeployCommand.class,
            AccessCommand.class,
            DataCommand.class,
            StatementCommand.class,
            SettleCommand.class,
            WithdrawCommand.class,
            PowerCommand.class,
            AttestationCommand.class,
            EvidenceCommand.class,
            AdminCommand.class
        })
public final class Cpctl implements GlobalOptions {
    @Option(
            names = "--profile",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description = "Profile: platform, log-in and wallets (CPCTL_PROFILE, default: default).")
    private @Nullable String profile;

    @Option(
            names = "--platform",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "Edge of the platform (CPCTL_PLATFORM, or as logged in).")
    private @Nullable String platform;

    @Option(
            names = "--rpc",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "Ethereum JSON-RPC endpoint (CPCTL_RPC, or the market file's first).")
    private @Nullable String rpc;

    @Option(
            names = "--wallet",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description = "Wallet of the profile (CPCTL_WALLET, default: default).")
    private @Nullable String wallet;

    @Option(
            names = "--password-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "Password of the wallet (CPCTL_PASSWORD_FILE, CPCTL_PASSWORD, or asked for).")
    private @Nullable Path passwordFile;

    @Option(
            names = {"-o", "--output"},
            scope = ScopeType.INHERIT,
            paramLabel = "text|json",
            description = "Results as text for people or as JSON for scripts.")
    private @Nullable Format output;

    /** Form of the results. */
    enum Format {
        text,
        json
    }

    private Cpctl() {}

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, System.getenv(), args));
    }

    /**
     * Runs one command in this JVM.
     *
     * @param out receives results
     * @param err receives progress and failures
     * @param environment variables; {@code CPCTL_HOME} is the folder of profiles
     * @param args command and options
     * @return 0 done, 1 refused or failed, 2 wrong usage
     */
    public static int run(PrintWriter out, PrintWriter err, Map<String, String> environment, String... args) {
        return run(out, err, environment, InstantSource.system(), args);
    }

    static int run(
            PrintWriter out, PrintWriter err, Map<String, String> environment, InstantSource clock, String... args) {
        Cpctl root = new Cpctl();
        try (Session session = new Session(out, err, environment, root, clock)) {
            return commandLine(root, session).setOut(out).setErr(err).execute(args);
        } finally {
            out.flush();
            err.flush();
        }
    }

    /** The command line with all commands, for tests of its help. */
    static CommandLine commandLine(Cpctl root, Session session) {
        return new CommandLine(root, new CommandFactory(session))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new FailureReport(session));
    }

    @Override
    public Optional<String> profile() {
        return Optional.ofNullable(profile);
    }

    @Override
    public Optional<String> platform() {
        return Optional.ofNullable(platform);
    }

    @Override
    public Optional<String> rpc() {
        return Optional.ofNullable(rpc);
    }

    @Override
    public Optional<String> wallet() {
        return Optional.ofNullable(wallet);
    }

    @Override
    public Optional<Path> passwordFile() {
        return Optional.ofNullable(passwordFile);
    }

    @Override
    public boolean isJson() {
        return output == Format.json;
    }
}
