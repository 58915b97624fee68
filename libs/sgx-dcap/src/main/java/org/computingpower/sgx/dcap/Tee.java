package org.computingpower.sgx.dcap;

/** The kind of trusted execution environment that a quote speaks for, with its code in Intel's formats. */
public enum Tee {
    SGX(0x00, "SGX", "QE"),
    TDX(0x81, "TDX", "TD_QE");

    private final int teeType;
    private final String tcbInfoId;
    private final String qeIdentityId;

    Tee(int teeType, String tcbInfoId, String qeIdentityId) {
        this.teeType = teeType;
        this.tcbInfoId = tcbInfoId;
        this.qeIdentityId = qeIdentityId;
    }

    /** The TEE type field of the quote header. */
    public int teeType() {
        return teeType;
    }

    /** The {@code id} that TCB info of version 3 must carry. */
    public String tcbInfoId() {
        return tcbInfoId;
    }

    /** The {@code id} that the identity of the quoting enclave must carry. */
    public String qeIdentityId() {
        return qeIdentityId;
    }
}
