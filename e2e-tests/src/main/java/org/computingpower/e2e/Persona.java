package org.computingpower.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.computingpower.cli.Cpctl;

/** Somebody at the keyboard: an own folder of profiles, an own wallet, and every command really run. */
final class Persona {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final Narrator narrator;
    private final Map<String, String> environment = new HashMap<>();

    /** What a command answered. */
    record Answer(int exitCode, String out, String err) {}

    private Persona(String name, Narrator narrator) {
        this.name = name;
        this.narrator = narrator;
    }

    /**
     * A persona of a stack with a client at the issuer.
     *
     * @param clientId also the persona's name
     */
    static Persona of(Narrator narrator, Path directory, org.computingpower.local.LocalStack stack, String clientId) {
        Persona persona = new Persona(clientId, narrator);
        Path home = directory.resolve("cpctl").resolve(clientId);
        try {
            Files.createDirectories(home);
            Path password = home.resolve("password");
            if (!Files.exists(password)) {
                Files.createFile(
                        password, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(password, UUID.randomUUID() + "\n");
            }
            persona.environment.putAll(Map.of(
                    "CPCTL_HOME", home.toString(),
                    "CPCTL_PLATFORM", stack.file().edgeUrl(),
                    "CPCTL_ISSUER", stack.file().issuerUrl(),
                    "CPCTL_PASSWORD_FILE", password.toString(),
                    "CPCTL_CLIENT_SECRET", stack.clientSecret(clientId)));
            return persona;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return name;
    }

    /** Logs in, registers for the role, makes a wallet, binds it and fills it from the local faucet. */
    Persona settleIn(String role) {
        run("login", "--client-id", name);
        run("account", "register", "--role", role);
        run("wallet", "create", "--light");
        run("wallet", "bind");
        run("wallet", "faucet");
        return this;
    }

    /** Runs a command that must succeed and gives its JSON. */
    JsonNode run(String... arguments) {
        Answer answer = attempt(arguments);
        if (answer.exitCode() != 0) {
            throw new StoryException("cpctl " + String.join(" ", arguments) + " ended with " + answer.exitCode() + ": "
                    + answer.err().strip());
        }
        try {
            return JSON.readTree(answer.out());
        } catch (IOException e) {
            throw new StoryException("cpctl " + String.join(" ", arguments) + " printed no JSON: " + answer.out());
        }
    }

    /** Runs a command whatever comes of it. */
    Answer attempt(String... arguments) {
        narrator.command(name, arguments);
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("-o", "json"));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Cpctl.run(
                new PrintWriter(out, true), new PrintWriter(err, true), environment, all.toArray(String[]::new));
        return new Answer(exitCode, out.toString(), err.toString());
    }
}
