package org.computingpower.terms.signed;

/** What confidentiality means for an offer and an order. */
public enum DataProtection implements Coded {
    /** No TEE: a simulated trust root. */
    SIMULATED(0),
    /** The enclave opens the data; the provider can read the workload's memory. */
    GATEWAY_ENCLAVE(1),
    /** The workload itself runs in the attested environment. */
    WORKLOAD_TEE(2);

    private final int code;

    DataProtection(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
