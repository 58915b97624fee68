package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.cli.session.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Accounts of the caller. */
@Command(
        name = "account",
        description = "Accounts of the logged-in caller.",
        subcommands = {AccountCommand.Register.class, AccountCommand.Show.class})
public final class AccountCommand {
    private AccountCommand() {}

    /** Role of an account. */
    enum Role {
        USER,
        PROVIDER,
        VALIDATOR,
        OPERATOR
    }

    /** Registers the caller. */
    @Command(name = "register", description = "Register an account for a role that the token holds.")
    static final class Register implements Callable<Integer> {
        private final Session session;

        @Option(names = "--role", required = true, description = "One of ${COMPLETION-CANDIDATES}.")
        private Role role = Role.USER;

        Register(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            JsonNode account = session.platform()
                    .post("/api/registry/v1/accounts", Json.object().put("role", role.name()));
            session.output()
                    .result(
                            account,
                            out -> out.println(
                                    "Account " + account.path("accountId").asText() + " as "
                                            + role.name().toLowerCase(Locale.ROOT)));
            return 0;
        }
    }

    /** Shows the caller's accounts. */
    @Command(name = "show", description = "Show the accounts and bound wallets.")
    static final class Show implements Callable<Integer> {
        private final Session session;

        Show(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            JsonNode accounts = session.platform().get("/api/registry/v1/accounts/me");
            session.output().result(accounts, out -> {
                Table table = Table.of("ACCOUNT", "ROLE", "WALLETS");
                accounts.path("items")
                        .forEach(account -> table.row(
                                account.path("accountId").asText(),
                                account.path("role").asText(),
                                account.path("wallets").toString()));
                table.print(out);
            });
            return 0;
        }
    }
}
