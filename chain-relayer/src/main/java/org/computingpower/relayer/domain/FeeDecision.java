package org.computingpower.relayer.domain;

import java.math.BigInteger;

/** Whether an attempt may be made at today's prices. */
public sealed interface FeeDecision {

    /**
     * Sign an attempt with these fees.
     *
     * @param fees never above the ceiling
     */
    record Pay(Fees fees) implements FeeDecision {}

    /**
     * Sign nothing, alert, and keep publishing the last attempt.
     *
     * @param wanted fee cap that the network asks for, in wei per gas
     * @param ceiling most that may be paid now, in wei per gas
     */
    record Hold(BigInteger wanted, BigInteger ceiling) implements FeeDecision {}
}
