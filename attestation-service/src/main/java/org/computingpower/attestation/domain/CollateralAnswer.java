package org.computingpower.attestation.domain;

import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.TcbRecoveries;
import org.computingpower.sgx.dcap.collateral.VerifiedCollateral;

/** What the collateral store has for a quote. */
public sealed interface CollateralAnswer {

    /**
     * Collateral whose signatures verified; its windows are checked at each use.
     *
     * @param collateral the collateral
     * @param recoveries when the TCB recoveries of its TEE were published, as far as Intel's lists said so
     */
    record Available(VerifiedCollateral collateral, TcbRecoveries recoveries) implements CollateralAnswer {}

    /**
     * There is collateral, but it does not verify. Nothing is accepted by it.
     *
     * @param why what is wrong with it
     * @param mayHeal whether asking again later may help: the service did not answer with anything newer
     */
    record Refused(CollateralResult.Rejected why, boolean mayHeal) implements CollateralAnswer {
        /** Collateral that the service itself gave out. */
        public Refused(CollateralResult.Rejected why) {
            this(why, false);
        }
    }

    /**
     * There is none.
     *
     * @param reason why, the same at every validator
     * @param mayHeal whether asking again later may help
     */
    record Missing(String reason, boolean mayHeal) implements CollateralAnswer {}
}
