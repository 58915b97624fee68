package org.computingpower.sgx.dcap;

/** The intermediate authority that issued a PCK certificate; it decides which revocation list covers it. */
public enum PckCa {
    PROCESSOR("processor"),
    PLATFORM("platform");

    private final String parameter;

    PckCa(String parameter) {
        this.parameter = parameter;
    }

    /** The {@code ca} parameter of {@code GET /sgx/certification/v4/pckcrl}. */
    public String parameter() {
        return parameter;
    }
}
