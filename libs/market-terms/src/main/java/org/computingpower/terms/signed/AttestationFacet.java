package org.computingpower.terms.signed;

/** Standing of a node's attestation. */
public enum AttestationFacet implements Coded {
    /** None. */
    NONE(0),
    /** Pending. */
    PENDING(1),
    /** Valid. */
    VALID(2),
    /** Stale. */
    STALE(3),
    /** Expired. */
    EXPIRED(4),
    /** Tcb outdated. */
    TCB_OUTDATED(5),
    /** Revoked. */
    REVOKED(6),
    /** Rejected. */
    REJECTED(7);

    private final int code;

    AttestationFacet(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
