package org.computingpower.terms.signed;

/** Kind of trusted execution environment. */
public enum TeeType implements Coded {
    /** Intel SGX enclave. */
    SGX(0),
    /** Intel TDX trust domain. */
    TDX(1);

    private final int code;

    TeeType(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
