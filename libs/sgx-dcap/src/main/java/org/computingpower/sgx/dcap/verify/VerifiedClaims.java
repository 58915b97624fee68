package org.computingpower.sgx.dcap.verify;

import java.time.Instant;

/** Claims that a quote verification proved, and their TCB evaluation. Only {@link QuoteVerifier} makes one. */
public final class VerifiedClaims {
    private final Claims claims;
    private final TcbEvaluation tcb;
    private final Instant verifiedAt;

    VerifiedClaims(Claims claims, TcbEvaluation tcb, Instant verifiedAt) {
        this.claims = claims;
        this.tcb = tcb;
        this.verifiedAt = verifiedAt;
    }

    public Claims claims() {
        return claims;
    }

    public TcbEvaluation tcb() {
        return tcb;
    }

    /** The instant for which all validity windows were checked. */
    public Instant verifiedAt() {
        return verifiedAt;
    }
}
