package org.computingpower.sgx.dcap;

/** Whose root a claim hangs on. Everything derived from a {@link #SIMULATED} root must say so. */
public enum TrustDomain {
    INTEL,
    SIMULATED
}
