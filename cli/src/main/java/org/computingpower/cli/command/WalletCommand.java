package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.computingpower.cli.session.Amounts;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.cli.session.Table;
import org.computingpower.cli.wallet.WalletStore;
import org.computingpower.terms.Address;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SignInMessage;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.MarketFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Wallets of the profile. */
@Command(
        name = "wallet",
        description = "Wallets: keys that stay on this machine, encrypted.",
        subcommands = {
            WalletCommand.Create.class,
            WalletCommand.Import.class,
            WalletCommand.ListAll.class,
            WalletCommand.Bind.class,
            WalletCommand.Balance.class,
            WalletCommand.Faucet.class
        })
public final class WalletCommand {
    private WalletCommand() {}

    private static int tell(Session session, WalletStore.Entry entry) {
        session.output()
                .result(
                        Json.object()
                                .put("name", entry.name())
                                .put("address", entry.address().toString())
                                .put("file", entry.file().toString()),
                        out -> out.println("Wallet " + entry.name() + ": " + entry.address()));
        return 0;
    }

    /** Makes a key. */
    @Command(name = "create", description = "Make a new key; name the wallet with --wallet NAME.")
    static final class Create implements Callable<Integer> {
        private final Session session;

        @Option(names = "--light", description = "Little scrypt work: quick, for keys of development only.")
        private boolean light;

        Create(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            SigningKey key = SigningKey.generate(new SecureRandom());
            return tell(session, session.wallets().add(session.walletName(), key, light));
        }
    }

    /** Takes over a key. */
    @Command(name = "import", description = "Take over a private key of 64 hex digits from a file.")
    static final class Import implements Callable<Integer> {
        private final Session session;

        @Option(names = "--key-file", required = true, paramLabel = "FILE", description = "File of the key.")
        private Path keyFile = Path.of("");

        @Option(names = "--light", description = "Little scrypt work: quick, for keys of development only.")
        private boolean light;

        Import(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            SigningKey key = WalletStore.readKeyFile(keyFile);
            return tell(session, session.wallets().add(session.walletName(), key, light));
        }
    }

    /** Lists wallets. */
    @Command(name = "list", description = "List the wallets of this profile.")
    static final class ListAll implements Callable<Integer> {
        private final Session session;

        ListAll(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            ObjectNode json = Json.object();
            ArrayNode items = json.putArray("items");
            Table table = Table.of("WALLET", "ADDRESS");
            for (WalletStore.Entry entry : session.wallets().list()) {
                items.addObject()
                        .put("name", entry.name())
                        .put("address", entry.address().toString());
                table.row(entry.name(), entry.address().toString());
            }
            session.output().result(json, table::print);
            return 0;
        }
    }

    /** Sign-In with Ethereum. */
    @Command(name = "bind", description = "Bind the wallet to the account by Sign-In with Ethereum (EIP-4361).")
    static final class Bind implements Callable<Integer> {
        private final Session session;

        Bind(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            SigningKey key = session.wallet();
            JsonNode nonce = session.platform().post("/api/registry/v1/wallets/nonces", Json.object());
            SignInMessage message = message(nonce, key.address());
            JsonNode bound = session.platform()
                    .post(
                            "/api/registry/v1/wallets",
                            Json.object()
                                    .put("message", message.text())
                                    .put("signature", key.sign(message.digest()).toString()));
            session.output().result(bound, out -> out.println("Bound " + key.address() + "."));
            return 0;
        }

        /** A wallet signs in only to the site it talks to, on the market's chain: a relayed nonce is refused. */
        private SignInMessage message(JsonNode nonce, Address address) {
            String authority = URI.create(session.platformUrl()).getAuthority();
            if (!Json.text(nonce, "domain").equals(authority)
                    || nonce.path("chainId").asLong() != session.market().chainId()) {
                throw new CliException("The platform asked to sign in to " + Json.text(nonce, "domain") + " on chain "
                        + nonce.path("chainId") + ", but this is " + authority + " on chain "
                        + session.market().chainId() + ".");
            }
            return new SignInMessage(
                    authority,
                    address,
                    Json.text(nonce, "statement"),
                    URI.create(Json.text(nonce, "uri")),
                    nonce.path("chainId").asLong(),
                    Json.text(nonce, "nonce"),
                    Instant.parse(Json.text(nonce, "issuedAt")),
                    Instant.parse(Json.text(nonce, "expirationTime")));
        }
    }

    /** Shows balances. */
    @Command(name = "balance", description = "Show tokens and ether of the wallet on chain.")
    static final class Balance implements Callable<Integer> {
        private final Session session;

        Balance(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            MarketFile market = session.market();
            Address address = session.wallets().address(session.walletName());
            TokenAmount tokens = session.contracts().tokens(address, "latest");
            BigInteger wei = session.contracts().ether(address);
            session.output()
                    .result(
                            Json.object()
                                    .put("address", address.toString())
                                    .put("tokens", tokens.toString())
                                    .put("wei", wei.toString()),
                            out -> Table.facts()
                                    .row("address", address.toString())
                                    .row("tokens", Amounts.show(tokens, market))
                                    .row(
                                            "ether",
                                            new java.math.BigDecimal(wei)
                                                    .movePointLeft(18)
                                                    .stripTrailingZeros()
                                                    .toPlainString())
                                    .print(out));
            return 0;
        }
    }

    /** Asks a local stack for money. */
    @Command(name = "faucet", description = "Ask a local stack for tokens and gas; other platforms have no faucet.")
    static final class Faucet implements Callable<Integer> {
        private final Session session;

        Faucet(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            Address address = session.wallets().address(session.walletName());
            JsonNode funded = session.platform().post("/dev/faucet?address=" + address, Json.object());
            session.output().result(funded, out -> out.println("Funded " + address + "."));
            return 0;
        }
    }
}
