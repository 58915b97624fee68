package org.computingpower.events;

/** The final states of an order. Nothing follows them. */
public enum FinalState {
    COMPLETED,
    CANCELLED,
    TERMINATED,
    EXPIRED,
    REJECTED
}
