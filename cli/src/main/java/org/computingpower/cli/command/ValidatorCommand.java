package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.cli.session.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Validators of the market. */
@Command(
        name = "validator",
        description = "Validators of the market.",
        subcommands = {ValidatorCommand.Register.class, ValidatorCommand.ListAll.class})
public final class ValidatorCommand {
    private ValidatorCommand() {}

    /** Enters an endpoint. */
    @Command(name = "register", description = "Enter the public endpoint of the wallet's validator.")
    static final class Register implements Callable<Integer> {
        private final Session session;

        @Option(names = "--url", required = true, paramLabel = "URL", description = "Prefix of its services.")
        private String url = "";

        Register(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            String address = session.wallets().address(session.walletName()).toString();
            JsonNode entered = session.platform()
                    .post(
                            "/api/registry/v1/validators",
                            Json.object().put("address", address).put("url", url));
            session.output().result(entered, out -> out.println("Validator " + address + " at " + url));
            return 0;
        }
    }

    /** Lists endpoints. */
    @Command(name = "list", description = "List the validators that entered an endpoint.")
    static final class ListAll implements Callable<Integer> {
        private final Session session;

        ListAll(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            JsonNode validators = session.platform().get("/api/registry/v1/validators");
            session.output().result(validators, out -> {
                Table table = Table.of("VALIDATOR", "URL", "SET");
                validators
                        .path("items")
                        .forEach(entry -> table.row(
                                entry.path("address").asText(),
                                entry.path("url").asText(),
                                entry.path("setVersion").asText()));
                table.print(out);
            });
            return 0;
        }
    }
}
