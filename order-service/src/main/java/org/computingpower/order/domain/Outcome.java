package org.computingpower.order.domain;

import org.computingpower.events.Actor;

/** What came of a command or fact. */
public sealed interface Outcome {
    /**
     * The order made a transition.
     *
     * @param order the order afterwards
     * @param cause what made it move
     * @param actor who did
     */
    record Moved(PlacedOrder order, Cause cause, Actor actor) implements Outcome {}

    /** The order stays where it is; its progress may have changed. */
    record Kept(PlacedOrder order) implements Outcome {}

    /** Refused; nothing changed. */
    record Refused(Refusal refusal) implements Outcome {}
}
