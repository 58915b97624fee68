package org.computingpower.power.engine;

/**
 * Searches shares on one device. Every engine finds the same shares in the same range of nonces. Calls of
 * {@link #solve} are serialized by the engine; it may be closed once and only when idle.
 */
public interface PowerEngine extends AutoCloseable {

    /** Short name for people and logs, such as {@code opencl:0:pocl-epyc}. */
    String name();

    /** The number of the puzzle kind this engine solves. */
    int puzzleKind();

    /**
     * Searches until enough shares are found, the hash budget is used up or the request says stop. Every returned
     * nonce was checked on the host with the kind's own share check.
     *
     * @throws EngineFailure if the device fails or answers something wrong
     */
    SolveResult solve(SolveRequest request);

    @Override
    void close();
}
