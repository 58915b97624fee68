package org.computingpower.relayer.application;

import org.computingpower.terms.Address;

/** An endpoint left out an event of a contract. Nothing of its answer is used; another endpoint, or a later poll, has it. */
public final class MissingEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Address contract;

    /** With what had to come and what came. */
    public MissingEventException(Address contract, long expected, long found) {
        super("Event " + expected + " of " + contract + " is missing, found " + found);
        this.contract = contract;
    }

    /** The contract whose event is missing. */
    public Address contract() {
        return contract;
    }
}
