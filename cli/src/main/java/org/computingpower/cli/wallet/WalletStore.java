package org.computingpower.cli.wallet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Home;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.key.SigningKey;

/** The keystore files of a profile. */
public final class WalletStore {
    /** Variable that holds the password of the wallet. */
    public static final String PASSWORD_VARIABLE = "CPCTL_PASSWORD";

    private static final String FOLDER = "wallets";

    private final Session session;

    public WalletStore(Session session) {
        this.session = session;
    }

    /**
     * A wallet without its key.
     *
     * @param name in this profile
     * @param address of its key
     * @param file the keystore
     */
    public record Entry(String name, Address address, Path file) {}

    public List<Entry> list() {
        Home home = session.home();
        return home.list(home.path(FOLDER)).stream()
                .map(file -> entry(file, Json.parse(home.read(file).orElseThrow(), file.toString())))
                .toList();
    }

    /** The address of a wallet, for which no password is needed. */
    public Address address(String name) {
        return entry(file(name), read(name)).address();
    }

    /** Keeps a key; an existing wallet is never replaced. */
    public Entry add(String name, SigningKey key, boolean light) {
        Path file = file(name);
        if (Files.exists(file)) {
            throw new CliException(
                    "There is a wallet " + name + " already.", "Choose another name with --wallet NAME.");
        }
        int work = light ? Keystore.LIGHT_N : Keystore.STANDARD_N;
        JsonNode sealed = Keystore.seal(key, password(), work, new SecureRandom());
        session.home().write(file, Json.pretty(sealed));
        return new Entry(name, key.address(), file);
    }

    /** Decrypts the key of a wallet. */
    public SigningKey open(String name) {
        return Keystore.open(read(name), password());
    }

    /** Reads a private key of 64 hex digits from a file. */
    public static SigningKey readKeyFile(Path file) {
        try {
            String text = Files.readString(file).strip();
            return SigningKey.of(Bytes32.parse(text.startsWith("0x") ? text : "0x" + text));
        } catch (IOException e) {
            throw new CliException("Cannot read " + file + ".");
        } catch (IllegalArgumentException e) {
            throw new CliException(file + " holds no private key of 64 lower-case hex digits.");
        }
    }

    private String password() {
        Optional<Path> file = session.passwordFile();
        if (file.isPresent()) {
            try {
                return Files.readString(file.get()).lines().findFirst().orElse("");
            } catch (IOException e) {
                throw new CliException("Cannot read the password file " + file.get() + ".");
            }
        }
        return session.environment(PASSWORD_VARIABLE)
                .or(WalletStore::ask)
                .orElseThrow(() -> new CliException(
                        "The wallet needs its password.",
                        "Give --password-file FILE, or set CPCTL_PASSWORD_FILE or " + PASSWORD_VARIABLE + "."));
    }

    private static Optional<String> ask() {
        return Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .map(console -> new String(console.readPassword("Password of the wallet: ")));
    }

    private JsonNode read(String name) {
        return session.home()
                .read(file(name))
                .map(text -> Json.parse(text, "The wallet"))
                .orElseThrow(() -> new CliException(
                        "There is no wallet " + name + " in this profile.",
                        "Make one: cpctl wallet create, or cpctl wallet import --key-file FILE"));
    }

    private Path file(String name) {
        return session.home().path(FOLDER, name + ".json");
    }

    private static Entry entry(Path file, JsonNode keystore) {
        String name = String.valueOf(file.getFileName());
        String address = Json.text(keystore, "address");
        return new Entry(
                name.substring(0, name.length() - ".json".length()),
                Address.parse(address.startsWith("0x") ? address : "0x" + address),
                file);
    }
}
