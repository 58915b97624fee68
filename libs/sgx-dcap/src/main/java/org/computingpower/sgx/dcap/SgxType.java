package org.computingpower.sgx.dcap;

/**
 * The SGX type in a PCK certificate (1.2.840.113741.1.13.1.5). Only {@link #SCALABLE_WITH_INTEGRITY} detects a change
 * of enclave memory by an interposer on the memory bus.
 */
public enum SgxType {
    STANDARD,
    SCALABLE,
    SCALABLE_WITH_INTEGRITY
}
