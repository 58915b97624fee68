package org.computingpower.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What clients need to know of a running stack; {@code stack.json} in its directory, readable by its owner only.
 *
 * @param edgeUrl the API gateway
 * @param issuerUrl the OpenID Connect issuer
 * @param rpcUrl JSON-RPC of the chain
 * @param kafkaBootstrap the broker
 * @param marketSha256 hash of the market file, {@code 0x} hex
 * @param trustDomain SIMULATED for every local stack
 * @param parts every process: name, port, pid, log
 * @param clients secret of each seeded client (client credentials) by client id
 * @param secondsToReady from the start of the stack until everything answered
 */
public record StackFile(
        String edgeUrl,
        String issuerUrl,
        String rpcUrl,
        String kafkaBootstrap,
        String marketSha256,
        String trustDomain,
        List<Part> parts,
        Map<String, String> clients,
        double secondsToReady) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One process of the stack.
     *
     * @param name its name, also of its log
     * @param port where it listens on 127.0.0.1
     * @param pid its process id
     * @param log its log file
     * @param aot USED, NONE or NOT_APPLICABLE
     */
    public record Part(String name, int port, long pid, String log, String aot) {
        /** Name of the part that is the stack's own process; all others are its children. */
        static final String SUPERVISOR = "edge, issuer, collateral";

        /** Memory of the part, proportional set size in MiB. */
        public long pssMiB() {
            return name.equals(SUPERVISOR) ? Memory.ownPssMiB(pid) : Memory.pssMiB(pid);
        }
    }

    void write(Path file) {
        try {
            Secrets.writePrivately(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the file of a running stack. */
    public static StackFile read(Path file) {
        try {
            return JSON.readValue(file.toFile(), StackFile.class);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ": is the stack up?", e);
        }
    }
}
