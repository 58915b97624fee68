package org.computingpower.sgx.dcap.verify;

import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.collateral.CollateralKey;
import org.computingpower.sgx.dcap.collateral.TrustRoot;

/**
 * Which collateral a quote needs, by a PCK chain whose signatures lead to the trust root: nobody but the root's
 * authorities can make somebody fetch collateral.
 */
public sealed interface CollateralNeed {

    /** The chain's signatures verified. Revocation and validity are for the verification of the quote. */
    record Named(CollateralKey key) implements CollateralNeed {}

    /**
     * The first check that failed.
     *
     * @param status which step
     * @param detail what was found
     */
    record Rejected(VerificationStatus status, String detail) implements CollateralNeed {}

    /** Verifies a PCK chain in PEM, which costs two signatures, and reads what it needs. */
    static CollateralNeed of(Tee tee, Bytes pckChain, TrustRoot root) {
        try {
            PckChain chain = PckChain.verify(pckChain, root, Optional.empty());
            return new Named(CollateralKey.of(tee, chain.leaf(), chain.intermediate()));
        } catch (VerificationRejection rejection) {
            return new Rejected(rejection.status(), rejection.detail());
        }
    }
}
