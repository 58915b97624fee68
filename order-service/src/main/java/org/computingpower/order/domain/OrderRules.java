package org.computingpower.order.domain;

import static org.computingpower.order.domain.Moves.illegal;
import static org.computingpower.order.domain.Moves.moved;
import static org.computingpower.order.domain.Moves.refused;
import static org.computingpower.order.domain.Moves.tooLate;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.computingpower.events.Actor;
import org.computingpower.events.CloseReason;
import org.computingpower.order.domain.OrderState.AwaitingEscrow;
import org.computingpower.order.domain.OrderState.AwaitingProvider;
import org.computingpower.order.domain.OrderState.Closing;
import org.computingpower.order.domain.OrderState.Ended;
import org.computingpower.order.domain.OrderState.Quoted;
import org.computingpower.order.domain.OrderState.Serving;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.Acceptance;
import org.computingpower.terms.signed.AttestationFacet;
import org.computingpower.terms.signed.Cancel;
import org.jspecify.annotations.Nullable;

/**
 * Which command or fact moves an order where. Pure: the caller passes the time. A repeated command that already had its
 * effect keeps the order as it is.
 */
public record OrderRules(MarketRules market) {

    /** The user signs the terms. */
    public Outcome sign(PlacedOrder order, Signature signature, Instant now) {
        if (!order.terms().isSignedBy(order.terms().user(), signature, market.domains())) {
            return new Outcome.Refused(
                    new Refusal.WrongSigner("Order", order.terms().user()));
        }
        return switch (order.state()) {
            case Quoted quoted ->
                now.isBefore(quoted.expiresAt())
                        ? moved(order, quoted.signed(signature), Cause.SIGNED, Actor.USER)
                        : tooLate(order, "signature");
            case AwaitingEscrow(Signature known) when known.equals(signature) -> new Outcome.Kept(order);
            case AwaitingEscrow ignored -> illegal(order, "signature");
            case AwaitingProvider ignored -> illegal(order, "signature");
            case Serving ignored -> illegal(order, "signature");
            case Closing ignored -> illegal(order, "signature");
            case Ended ignored -> illegal(order, "signature");
        };
    }

    /** Settlement found the deposit final on chain. */
    public Outcome fund(PlacedOrder order, TokenAmount amount, Instant blockTime, @Nullable UUID eventId, Instant now) {
        String evidence = eventId == null ? null : eventId.toString();
        return switch (order.state()) {
            case AwaitingEscrow awaiting -> {
                boolean inTime = blockTime.getEpochSecond() <= order.terms().openBefore();
                boolean enough = amount.compareTo(order.terms().totalPrice()) >= 0;
                yield inTime && enough
                        ? moved(order, awaiting.funded(amount), Cause.FUNDED, Actor.USER)
                        : moved(
                                order,
                                awaiting.refunding(
                                        amount, ending(now, CloseReason.ESCROW_TIMEOUT, Actor.PLATFORM, evidence)),
                                Cause.DEPOSIT_REFUSED,
                                Actor.PLATFORM);
            }
            case Quoted quoted ->
                moved(
                        order,
                        quoted.refunding(amount, ending(now, CloseReason.QUOTE_EXPIRED, Actor.PLATFORM, evidence)),
                        Cause.DEPOSIT_REFUSED,
                        Actor.PLATFORM);
            case Ended ended
            when ended.history().deposit() == null ->
                moved(
                        order,
                        ended.refunding(amount, ending(now, ended.reason(), ended.actor(), evidence)),
                        Cause.DEPOSIT_REFUSED,
                        Actor.PLATFORM);
            case Ended ignored -> new Outcome.Kept(order);
            case AwaitingProvider ignored -> new Outcome.Kept(order);
            case Serving ignored -> new Outcome.Kept(order);
            case Closing ignored -> new Outcome.Kept(order);
        };
    }

    /** The node takes the order. */
    public Outcome accept(
            PlacedOrder order,
            Acceptance acceptance,
            Signature signature,
            Optional<Refusal.NodeNotReady> standing,
            Instant now) {
        if (!acceptance.orderId().equals(order.id())
                || !acceptance.nodeId().equals(order.terms().nodeId())) {
            return refused("The acceptance is for another order or node.");
        }
        if (!acceptance.isSignedBy(order.nodeKey(), signature, market.domains())) {
            return new Outcome.Refused(new Refusal.WrongSigner("Acceptance", order.nodeKey()));
        }
        return switch (order.state()) {
            case AwaitingProvider awaiting -> {
                if (now.getEpochSecond() > order.terms().acceptBefore()) {
                    yield tooLate(order, "acceptance");
                }
                if (isStale(acceptance.acceptedAt(), now)) {
                    yield refused("acceptedAt differs too much from the platform's time.");
                }
                yield standing.<Outcome>map(Outcome.Refused::new)
                        .orElseGet(() -> moved(
                                order,
                                awaiting.accepted(activation(order, acceptance, signature, now)),
                                Cause.ACCEPTED,
                                Actor.PROVIDER));
            }
            case Serving serving
            when serving.activation().acceptance().equals(acceptance)
                    && serving.activation().signature().equals(signature) -> new Outcome.Kept(order);
            case Serving ignored -> illegal(order, "acceptance");
            case Quoted ignored -> illegal(order, "acceptance");
            case AwaitingEscrow ignored -> illegal(order, "acceptance");
            case Closing ignored -> illegal(order, "acceptance");
            case Ended ignored -> illegal(order, "acceptance");
        };
    }

    private Activation activation(PlacedOrder order, Acceptance acceptance, Signature signature, Instant now) {
        long from = market.epochAt(now.plus(market.activationLead())) + 1;
        long epochs = order.terms().durationSeconds() / market.epochs().length().toSeconds();
        return new Activation(acceptance, signature, from, from + epochs, 0);
    }

    /** The provider does not want the order; what it says about it is kept for the user. */
    public Outcome reject(PlacedOrder order, @Nullable String note, Instant now) {
        return switch (order.state()) {
            case AwaitingProvider awaiting ->
                moved(
                        order,
                        awaiting.closing(new Ending(
                                market.epochAt(now),
                                now.getEpochSecond(),
                                CloseReason.PROVIDER_REJECTED,
                                Actor.PROVIDER,
                                null,
                                note)),
                        Cause.REJECTED,
                        Actor.PROVIDER);
            case Closing(History ignored, Ending ending)
            when ending.reason() == CloseReason.PROVIDER_REJECTED -> new Outcome.Kept(order);
            case Closing ignored -> illegal(order, "rejection");
            case Quoted ignored -> illegal(order, "rejection");
            case AwaitingEscrow ignored -> illegal(order, "rejection");
            case Serving ignored -> illegal(order, "rejection");
            case Ended ignored -> illegal(order, "rejection");
        };
    }

    /** The user leaves; service ends when the signed statement is received. */
    public Outcome cancel(PlacedOrder order, Cancel cancel, Signature signature, Instant now) {
        if (!cancel.orderId().equals(order.id())) {
            return refused("The cancellation is for another order.");
        }
        if (!cancel.isSignedBy(order.terms().user(), signature, market.domains())) {
            return new Outcome.Refused(
                    new Refusal.WrongSigner("Cancel", order.terms().user()));
        }
        String evidence = cancel.digest(market.domains()).toString();
        Ending ending = ending(now, CloseReason.USER_CANCELLED, Actor.USER, evidence);
        if (!order.state().name().isFinal() && isStale(cancel.signedAt(), now)) {
            return refused("signedAt differs too much from the platform's time.");
        }
        return switch (order.state()) {
            case Quoted quoted -> moved(order, quoted.cancelled(evidence), Cause.CANCELLED, Actor.USER);
            case AwaitingEscrow awaiting -> moved(order, awaiting.cancelled(evidence), Cause.CANCELLED, Actor.USER);
            case AwaitingProvider awaiting -> moved(order, awaiting.closing(ending), Cause.CANCELLED, Actor.USER);
            case Serving serving ->
                serving().hasEnded(serving, now)
                        ? serving().timePassed(order, serving, now)
                        : moved(order, serving.closing(ending), Cause.CANCELLED, Actor.USER);
            case Closing(History ignored, Ending known)
            when known.reason() == CloseReason.USER_CANCELLED -> new Outcome.Kept(order);
            case Closing ignored -> illegal(order, "cancellation");
            case Ended ended when ended.reason() == CloseReason.USER_CANCELLED -> new Outcome.Kept(order);
            case Ended ignored -> illegal(order, "cancellation");
        };
    }

    /** Settlement settled the window of an epoch. */
    public Outcome settleWindow(PlacedOrder order, Window window, @Nullable UUID eventId, Instant now) {
        return serving().settleWindow(order, window, eventId, now);
    }

    /** The registry says how the node's attestation stands. */
    public Outcome attestation(PlacedOrder order, AttestationFacet standing, Instant now) {
        return serving().attestation(order, standing, now);
    }

    /** The final item of the order is final on chain. */
    public Outcome settle(PlacedOrder order, TokenAmount released, TokenAmount refunded) {
        Progress progress = order.progress().with(released, refunded);
        return switch (order.state()) {
            case Closing closing -> moved(order, closing.settled(), progress, Cause.SETTLED, Actor.PLATFORM);
            case Ended ignored -> new Outcome.Kept(order.kept(progress));
            case Quoted ignored -> illegal(order, "settlement");
            case AwaitingEscrow ignored -> illegal(order, "settlement");
            case AwaitingProvider ignored -> illegal(order, "settlement");
            case Serving ignored -> illegal(order, "settlement");
        };
    }

    /** When time alone moves the order next; empty if only a fact can. */
    public Optional<Instant> deadline(PlacedOrder order) {
        return switch (order.state()) {
            case Quoted quoted -> Optional.of(quoted.expiresAt());
            case AwaitingEscrow ignored ->
                Optional.of(Instant.ofEpochSecond(order.terms().openBefore()).plus(market.escrowFinality()));
            case AwaitingProvider ignored ->
                // The whole second acceptBefore still belongs to the node.
                Optional.of(Instant.ofEpochSecond(order.terms().acceptBefore() + 1));
            case Serving serving -> Optional.of(serving().deadline(serving));
            case Closing ignored -> Optional.empty();
            case Ended ignored -> Optional.empty();
        };
    }

    /** Applies what the passing of time means for the order. */
    public Outcome timePassed(PlacedOrder order, Instant now) {
        if (deadline(order).filter(deadline -> !now.isBefore(deadline)).isEmpty()) {
            return new Outcome.Kept(order);
        }
        return switch (order.state()) {
            case Quoted quoted -> moved(order, quoted.expired(), Cause.QUOTE_TIMEOUT, Actor.PLATFORM);
            case AwaitingEscrow awaiting -> moved(order, awaiting.expired(), Cause.ESCROW_TIMEOUT, Actor.PLATFORM);
            case AwaitingProvider awaiting ->
                moved(
                        order,
                        awaiting.closing(ending(now, CloseReason.ACCEPTANCE_TIMEOUT, Actor.PLATFORM, null)),
                        Cause.ACCEPTANCE_TIMEOUT,
                        Actor.PLATFORM);
            case Serving serving -> serving().timePassed(order, serving, now);
            case Closing ignored -> new Outcome.Kept(order);
            case Ended ignored -> new Outcome.Kept(order);
        };
    }

    private ServingRules serving() {
        return new ServingRules(market);
    }

    private Ending ending(Instant now, CloseReason reason, Actor actor, @Nullable String evidenceId) {
        return new Ending(market.epochAt(now), now.getEpochSecond(), reason, actor, evidenceId, null);
    }

    private boolean isStale(long second, Instant now) {
        // A signed second may be any 64-bit number.
        long skew = market.statementSkew().toSeconds();
        return second < now.getEpochSecond() - skew || second > now.getEpochSecond() + skew;
    }
}
