package org.computingpower.benchmarks.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.computingpower.benchmarks.stack.ServiceStack;
import org.computingpower.sgx.dcap.sim.PccsContent;
import org.computingpower.terms.key.SigningKey;

/** One validator's attestation-service with everything around it, and a PCCS. */
final class EvidenceStack implements AutoCloseable {
    private final CollateralServer collateral;
    private final Path root;
    private final ServiceStack stack;

    /**
     * Starts everything.
     *
     * @param marketJson the market file
     * @param rootPem the simulated root
     * @param validator the validator's key
     * @param content what the PCCS answers
     */
    EvidenceStack(byte[] marketJson, byte[] rootPem, SigningKey validator, PccsContent content) {
        collateral = new CollateralServer(content);
        root = write(rootPem);
        stack = new ServiceStack(
                "attestation-service",
                "attestation",
                marketJson,
                validator,
                Map.of("attestation.trust-root.file", root.toString(), "attestation.collateral.url", collateral.url()));
    }

    private static Path write(byte[] rootPem) {
        try {
            return Files.write(Files.createTempFile("bench-root-", ".pem"), rootPem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until a condition holds; fails when the service ends or a deadline passes. */
    void await(String what, BooleanSupplier condition) {
        stack.await(what, condition);
    }

    /** Rows in one of the service's tables. */
    long rows(String table) {
        return stack.rows(table);
    }

    String url() {
        return stack.url();
    }

    String bootstrapServers() {
        return stack.bootstrapServers();
    }

    String providerToken() {
        return stack.token("bench-provider", "provider");
    }

    /** Processor time used so far by part, in milliseconds. */
    Map<String, Long> processorMillis() {
        return stack.processorMillis();
    }

    @Override
    public void close() {
        stack.close();
        collateral.close();
        try {
            Files.delete(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
