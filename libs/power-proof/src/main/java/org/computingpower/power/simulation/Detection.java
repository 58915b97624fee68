package org.computingpower.power.simulation;

/** The rule that is expected to catch an actor. */
public enum Detection {
    /** The CUSUM alarm of the node. */
    CUSUM,
    /** Six missed rounds of the last 48. */
    AVAILABILITY,
    /** A proof found VOID. */
    VOID,
    /** 16 of the last 24 windows unpaid: the order closes with PROVIDER_FAULT. */
    UNPAID_WINDOWS
}
