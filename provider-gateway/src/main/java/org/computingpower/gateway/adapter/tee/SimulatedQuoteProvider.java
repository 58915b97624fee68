package org.computingpower.gateway.adapter.tee;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.computingpower.gateway.application.QuoteProvider;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.sim.EnclaveSpec;
import org.computingpower.sgx.dcap.sim.PlatformSpec;
import org.computingpower.sgx.dcap.sim.SimulatedPki;
import org.computingpower.sgx.dcap.sim.SimulatedPlatform;

/** SIMULATED quotes: byte for byte of Intel's shape, under a root that says it is not Intel's. Nothing is protected. */
public final class SimulatedQuoteProvider implements QuoteProvider {
    private final SimulatedPlatform platform;

    /**
     * A simulated machine.
     *
     * @param folder what {@link SimulatedPki#save} wrote
     * @param platformName names the machine; equal names are one machine
     */
    public SimulatedQuoteProvider(Path folder, String platformName) {
        try {
            this.platform = SimulatedPki.load(folder).platform(PlatformSpec.named(platformName));
        } catch (IOException e) {
            throw new UncheckedIOException("No simulated PKI in " + folder, e);
        }
    }

    @Override
    public byte[] quote(byte[] reportData) {
        return platform.sgxQuote(EnclaveSpec.simulatedGateway(), Bytes.copyOf(reportData));
    }

    @Override
    public String trustDomain() {
        return "SIMULATED";
    }
}
