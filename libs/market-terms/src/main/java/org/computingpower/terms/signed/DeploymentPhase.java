package org.computingpower.terms.signed;

/** How far a generation of a deployment is. */
public enum DeploymentPhase implements Coded {
    /** Pending. */
    PENDING(0),
    /** Fetching. */
    FETCHING(1),
    /** Applying. */
    APPLYING(2),
    /** Ready. */
    READY(3),
    /** Failed. */
    FAILED(4),
    /** Removed. */
    REMOVED(5);

    private final int code;

    DeploymentPhase(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
