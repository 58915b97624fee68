package org.computingpower.relayer.domain;

import java.util.Optional;
import java.util.function.LongFunction;
import org.computingpower.terms.Bytes32;

/** Where two views of the chain part. */
public sealed interface Ancestor {

    /**
     * The highest block that both views share.
     *
     * @param number its height; everything of ours above it is undone
     */
    record At(long number) implements Ancestor {}

    /**
     * The views differ at a block that was final: the chain broke its promise. Nothing is undone, the relayer halts.
     *
     * @param number the highest final height that differs
     */
    record FinalityViolated(long number) implements Ancestor {}

    /**
     * Walks down from our tip until both views agree.
     *
     * @param tip our highest block
     * @param finalized our highest final block; the walk never goes below it
     * @param ours our hash at a height; empty where we keep none (a height that was back-filled without logs)
     * @param theirs the endpoint's hash at a height; empty above its head
     */
    static Ancestor find(
            long tip, long finalized, LongFunction<Optional<Bytes32>> ours, LongFunction<Optional<Bytes32>> theirs) {
        for (long height = tip; height > finalized; height--) {
            Optional<Bytes32> known = ours.apply(height);
            if (known.isPresent() && known.equals(theirs.apply(height))) {
                return new At(height);
            }
        }
        Optional<Bytes32> known = ours.apply(finalized);
        return known.isPresent() && !known.equals(theirs.apply(finalized))
                ? new FinalityViolated(finalized)
                : new At(finalized);
    }
}
