package org.computingpower.relayer.application;

/** Another instance holds the lease: whatever this one computed is void and nothing of it was written. */
public final class LeaseLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With the key or role whose lease is gone. */
    public LeaseLostException(String what) {
        super("Lease lost: " + what);
    }
}
