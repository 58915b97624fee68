package org.computingpower.power.proof;

import java.util.Optional;

/** The result of a round for one device, as it stands in a signed verdict. */
public enum ProofResult {
    /** Enough valid shares in time. */
    PASS,
    /** Too few valid shares. */
    FAIL,
    /** No commit in time, or no reveal in time that rebuilds the commit. */
    MISSING,
    /** Fraud that anyone can recompute. */
    VOID;

    /**
     * The result when the round closes.
     *
     * @param commitInTime whether a quorum receipted the commit in time
     * @param reveal the verdict on the reveal a quorum has in time, or nothing
     */
    public static ProofResult atClose(boolean commitInTime, Optional<ProofVerdict> reveal) {
        if (!commitInTime || reveal.isEmpty()) {
            return MISSING;
        }
        return switch (reveal.get()) {
            case ProofVerdict.Pass _ -> PASS;
            case ProofVerdict.Fail _ -> FAIL;
            case ProofVerdict.Voided _ -> VOID;
            case ProofVerdict.Refused _ -> MISSING;
        };
    }
}
