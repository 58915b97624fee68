package org.computingpower.order.domain;

import static org.computingpower.order.domain.Moves.illegal;
import static org.computingpower.order.domain.Moves.moved;

import java.time.Instant;
import java.util.UUID;
import org.computingpower.events.Actor;
import org.computingpower.events.CloseReason;
import org.computingpower.events.PowerShortfall;
import org.computingpower.order.domain.OrderState.Active;
import org.computingpower.order.domain.OrderState.AwaitingEscrow;
import org.computingpower.order.domain.OrderState.AwaitingProvider;
import org.computingpower.order.domain.OrderState.Closing;
import org.computingpower.order.domain.OrderState.Degraded;
import org.computingpower.order.domain.OrderState.Ended;
import org.computingpower.order.domain.OrderState.Held;
import org.computingpower.order.domain.OrderState.Quoted;
import org.computingpower.order.domain.OrderState.Serving;
import org.computingpower.terms.signed.AttestationFacet;
import org.jspecify.annotations.Nullable;

/** What settlement, attestation and time do to an order whose node serves. Part of {@link OrderRules}. */
record ServingRules(MarketRules market) {

    Outcome settleWindow(PlacedOrder order, Window window, @Nullable UUID eventId, Instant now) {
        Progress progress = order.progress().with(window);
        return switch (order.state()) {
            case Serving serving
            when window.terminate() ->
                moved(
                        order,
                        serving.closing(fault(serving, window, eventId, now)),
                        progress,
                        window.shortfall().isPresent() ? Cause.UNDERPOWERED : Cause.TERMINATED,
                        Actor.VALIDATORS);
            case Active active
            when window.unpaidInARow() > 0 ->
                moved(order, active.degraded(), progress, Cause.WINDOW_UNPAID, Actor.VALIDATORS);
            case Degraded degraded
            when window.unpaidInARow() == 0 ->
                moved(order, degraded.restored(), progress, Cause.WINDOW_PAID, Actor.VALIDATORS);
            case Serving ignored -> new Outcome.Kept(order.kept(progress));
            case Closing ignored -> new Outcome.Kept(order.kept(progress));
            case Quoted ignored -> illegal(order, "window");
            case AwaitingEscrow ignored -> illegal(order, "window");
            case AwaitingProvider ignored -> illegal(order, "window");
            case Ended ignored -> illegal(order, "window");
        };
    }

    /** The evidence of too little power is the hash over the verdicts that prove it, otherwise the event that says so. */
    private Ending fault(Serving serving, Window window, @Nullable UUID eventId, Instant now) {
        String event = eventId == null ? null : eventId.toString();
        String evidence =
                window.shortfall().map(proof -> proof.verdictsHash().toString()).orElse(event);
        String note = window.shortfall().map(ServingRules::note).orElse(null);
        boolean over = hasEnded(serving, now);
        return new Ending(
                over ? serving.activation().endsAtEpoch() - 1 : market.epochAt(now),
                over ? endOf(serving).getEpochSecond() : now.getEpochSecond(),
                CloseReason.PROVIDER_FAULT,
                Actor.VALIDATORS,
                evidence,
                note);
    }

    private static String note(PowerShortfall proof) {
        return "Proven to have less than 85 % of the rated power: device " + proof.device() + " found "
                + proof.shares() + " of " + proof.expected() + " shares in epochs " + proof.fromEpoch() + " to "
                + proof.toEpoch() + ".";
    }

    /**
     * A hold begins and ends at epoch boundaries that every party knows of beforehand. Only a valid attestation ends it: one
     * bad standing that follows another changes nothing.
     */
    Outcome attestation(PlacedOrder order, AttestationFacet standing, Instant now) {
        boolean valid = standing == AttestationFacet.VALID;
        return switch (order.state()) {
            case Held held when valid -> regained(order, held, now);
            case Held ignored -> new Outcome.Kept(order);
            case Serving serving when !valid -> lost(order, serving, standing, now);
            case Serving ignored -> new Outcome.Kept(order);
            case Quoted ignored -> new Outcome.Kept(order);
            case AwaitingEscrow ignored -> new Outcome.Kept(order);
            // The acceptance is refused as long as the attestation is not valid.
            case AwaitingProvider ignored -> new Outcome.Kept(order);
            case Closing ignored -> new Outcome.Kept(order);
            case Ended ignored -> new Outcome.Kept(order);
        };
    }

    private Outcome lost(PlacedOrder order, Serving serving, AttestationFacet standing, Instant now) {
        long from = Math.max(nextBoundary(now), serving.activation().billingFromEpoch());
        return from >= serving.activation().endsAtEpoch()
                ? new Outcome.Kept(order)
                : moved(order, serving.held(new Hold(from, standing)), Cause.ATTESTATION_LOST, Actor.VALIDATORS);
    }

    private Outcome regained(PlacedOrder order, Held held, Instant now) {
        long at = Math.max(nextBoundary(now), held.hold().fromEpoch());
        boolean lastWindowPaid = order.progress().unpaidInARow() == 0;
        return moved(order, held.resumed(at, lastWindowPaid), Cause.ATTESTATION_REGAINED, Actor.VALIDATORS);
    }

    private long nextBoundary(Instant now) {
        return market.epochAt(now.plus(market.activationLead())) + 1;
    }

    /** When time alone moves the order: the end of its term, or of the time that it may be held. */
    Instant deadline(Serving serving) {
        return switch (serving) {
            case Active active -> endOf(active);
            case Degraded degraded -> endOf(degraded);
            case Held held -> {
                long limit = market.holdLimit().dividedBy(market.epochs().length());
                long left = Math.max(0, limit - held.activation().heldEpochs());
                yield market.epochs().startOf(held.hold().fromEpoch() + left);
            }
        };
    }

    /** The deadline has come. */
    Outcome timePassed(PlacedOrder order, Serving serving, Instant now) {
        if (serving instanceof Held held) {
            Ending ending = new Ending(
                    market.epochAt(now),
                    now.getEpochSecond(),
                    CloseReason.ATTESTATION_LOST,
                    Actor.VALIDATORS,
                    null,
                    null);
            return moved(order, held.closing(ending), Cause.HOLD_TIMEOUT, Actor.PLATFORM);
        }
        Ending ending = endOfTerm(serving);
        return moved(order, serving.closing(ending), Cause.TERM_ENDED, Actor.PLATFORM);
    }

    /** Whether the term is over, whoever notices it; the clock of a held order stands still. */
    boolean hasEnded(Serving serving, Instant now) {
        return !(serving instanceof Held) && !now.isBefore(endOf(serving));
    }

    private Instant endOf(Serving serving) {
        return market.epochs().startOf(serving.activation().endsAtEpoch());
    }

    private Ending endOfTerm(Serving serving) {
        return new Ending(
                serving.activation().endsAtEpoch() - 1,
                endOf(serving).getEpochSecond(),
                CloseReason.TERM_ENDED,
                Actor.PLATFORM,
                null,
                null);
    }
}
