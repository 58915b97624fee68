package org.computingpower.gateway.application;

/** Makes quotes of the enclave that this gateway runs in, or pretends to. */
public interface QuoteProvider {
    /**
     * A quote over report data.
     *
     * @param reportData exactly 64 bytes
     */
    byte[] quote(byte[] reportData);

    /** Name of the trust root's world, SIMULATED for everything that is not Intel's. */
    String trustDomain();
}
