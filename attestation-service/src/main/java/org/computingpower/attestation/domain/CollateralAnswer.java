package org.computingpower.attestation.domain;

import java.time.Instant;
import java.util.Optional;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.VerifiedCollateral;

/** What the collateral store has for a quote. */
public sealed interface CollateralAnswer {

    /**
     * Collateral whose signatures verified; its windows are checked at each use.
     *
     * @param collateral the collateral
     * @param tcbRecovery when the TCB recovery of its evaluation number was published, if Intel's list says so
     */
    record Available(VerifiedCollateral collateral, Optional<Instant> tcbRecovery) implements CollateralAnswer {}

    /** There is collateral, but it does not verify. Nothing is accepted by it. */
    record Refused(CollateralResult.Rejected why) implements CollateralAnswer {}

    /**
     * There is none.
     *
     * @param reason why, the same at every validator
     * @param mayHeal whether asking again later may help
     */
    record Missing(String reason, boolean mayHeal) implements CollateralAnswer {}
}
