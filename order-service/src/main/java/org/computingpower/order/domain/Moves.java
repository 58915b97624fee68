package org.computingpower.order.domain;

import org.computingpower.events.Actor;

/** The outcomes that rules end with. */
final class Moves {
    private Moves() {}

    static Outcome moved(PlacedOrder order, OrderState next, Cause cause, Actor actor) {
        return moved(order, next, order.progress(), cause, actor);
    }

    static Outcome moved(PlacedOrder order, OrderState next, Progress progress, Cause cause, Actor actor) {
        return new Outcome.Moved(order.moved(next, progress), cause, actor);
    }

    static Outcome illegal(PlacedOrder order, String command) {
        return new Outcome.Refused(new Refusal.IllegalTransition(order.state().name(), command));
    }

    static Outcome tooLate(PlacedOrder order, String command) {
        return new Outcome.Refused(new Refusal.TooLate(order.state().name(), command));
    }

    static Outcome refused(String reason) {
        return new Outcome.Refused(new Refusal.StatementRefused(reason));
    }
}
