package org.computingpower.order.domain;

import java.time.Instant;
import org.computingpower.events.Actor;
import org.computingpower.events.CloseReason;
import org.computingpower.events.FinalState;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.jspecify.annotations.Nullable;

/** The states of an order. Each one has exactly the transitions that are legal from it. */
public sealed interface OrderState {
    /** Its name. */
    StateName name();

    /** What the order went through so far. */
    History history();

    /** The price is fixed and the node softly reserved until {@code expiresAt}. */
    record Quoted(Instant expiresAt) implements OrderState {
        @Override
        public StateName name() {
            return StateName.QUOTED;
        }

        @Override
        public History history() {
            return History.NONE;
        }

        AwaitingEscrow signed(Signature signature) {
            return new AwaitingEscrow(signature);
        }

        Ended expired() {
            return Ended.withoutEscrow(History.NONE, CloseReason.QUOTE_EXPIRED, Actor.PLATFORM, null);
        }

        Ended cancelled(String evidenceId) {
            return Ended.withoutEscrow(History.NONE, CloseReason.USER_CANCELLED, Actor.USER, evidenceId);
        }

        /** The deposit came although the order was never signed here. */
        Closing refunding(TokenAmount deposit, Ending ending) {
            return new Closing(new History(null, deposit, null), ending);
        }
    }

    /** Signed; the deposit is not final yet. */
    record AwaitingEscrow(Signature signature) implements OrderState {
        @Override
        public StateName name() {
            return StateName.AWAITING_ESCROW;
        }

        @Override
        public History history() {
            return new History(signature, null, null);
        }

        AwaitingProvider funded(TokenAmount deposit) {
            return new AwaitingProvider(signature, deposit);
        }

        /** The deposit is too small or too late. */
        Closing refunding(TokenAmount deposit, Ending ending) {
            return new Closing(new History(signature, deposit, null), ending);
        }

        Ended expired() {
            return Ended.withoutEscrow(history(), CloseReason.ESCROW_TIMEOUT, Actor.PLATFORM, null);
        }

        Ended cancelled(String evidenceId) {
            return Ended.withoutEscrow(history(), CloseReason.USER_CANCELLED, Actor.USER, evidenceId);
        }
    }

    /** The escrow covers the whole term. */
    record AwaitingProvider(Signature signature, TokenAmount deposit) implements OrderState {
        @Override
        public StateName name() {
            return StateName.AWAITING_PROVIDER;
        }

        @Override
        public History history() {
            return new History(signature, deposit, null);
        }

        Active accepted(Activation activation) {
            return new Active(signature, deposit, activation);
        }

        Closing closing(Ending ending) {
            return new Closing(history(), ending);
        }
    }

    /** The node serves: ACTIVE, DEGRADED or ATTESTATION_HOLD. */
    sealed interface Serving extends OrderState {
        /** The user's signature. */
        Signature signature();

        /** What the user paid in. */
        TokenAmount deposit();

        /** When it began and ends. */
        Activation activation();

        @Override
        default History history() {
            return new History(signature(), deposit(), activation());
        }

        /** Service ends. */
        default Closing closing(Ending ending) {
            return new Closing(history(), ending);
        }

        /** The node is not trusted for now. */
        default Held held(Hold hold) {
            return new Held(signature(), deposit(), activation(), hold);
        }
    }

    /** Billing runs and the last window was paid. */
    record Active(Signature signature, TokenAmount deposit, Activation activation) implements Serving {
        @Override
        public StateName name() {
            return StateName.ACTIVE;
        }

        Degraded degraded() {
            return new Degraded(signature, deposit, activation);
        }
    }

    /** At least one window in a row was not paid. */
    record Degraded(Signature signature, TokenAmount deposit, Activation activation) implements Serving {
        @Override
        public StateName name() {
            return StateName.DEGRADED;
        }

        Active restored() {
            return new Active(signature, deposit, activation);
        }
    }

    /** The node's attestation is not valid: nothing is charged, and the end of the term moves with the hold. */
    record Held(Signature signature, TokenAmount deposit, Activation activation, Hold hold) implements Serving {
        @Override
        public StateName name() {
            return StateName.ATTESTATION_HOLD;
        }

        /** Trusted again from an epoch on; an order whose last window was not paid goes on where it was. */
        Serving resumed(long atEpoch, boolean lastWindowPaid) {
            Activation moved = activation.movedBy(atEpoch - hold.fromEpoch());
            return lastWindowPaid ? new Active(signature, deposit, moved) : new Degraded(signature, deposit, moved);
        }
    }

    /** The workload is torn down; the last windows and the final item are on their way. */
    record Closing(History history, Ending ending) implements OrderState {
        @Override
        public StateName name() {
            return StateName.CLOSING;
        }

        Ended settled() {
            return new Ended(
                    history,
                    Ended.finalStateOf(ending.reason()),
                    ending.reason(),
                    ending.actor(),
                    ending.evidenceId(),
                    ending);
        }
    }

    /**
     * Final.
     *
     * @param history what it went through
     * @param finalState which of the final states
     * @param reason why
     * @param actor who caused it
     * @param evidenceId proof of the reason; null for a plain time-out
     * @param ending how the escrow was or is being closed; null as long as there was none
     */
    record Ended(
            History history,
            FinalState finalState,
            CloseReason reason,
            Actor actor,
            @Nullable String evidenceId,
            @Nullable Ending ending)
            implements OrderState {
        @Override
        public StateName name() {
            return StateName.valueOf(finalState.name());
        }

        /** A deposit came after the end: the state stays, the deposit goes back. */
        Ended refunding(TokenAmount deposit, Ending refund) {
            return new Ended(
                    new History(history.signature(), deposit, history.activation()),
                    finalState,
                    reason,
                    actor,
                    evidenceId,
                    refund);
        }

        private static Ended withoutEscrow(
                History history, CloseReason reason, Actor actor, @Nullable String evidenceId) {
            return new Ended(history, finalStateOf(reason), reason, actor, evidenceId, null);
        }

        /** The final state that a reason leads to. */
        public static FinalState finalStateOf(CloseReason reason) {
            return switch (reason) {
                case TERM_ENDED, EXPIRED_UNPAID -> FinalState.COMPLETED;
                case USER_CANCELLED -> FinalState.CANCELLED;
                case PROVIDER_FAULT, ATTESTATION_LOST, PROVIDER_EXIT -> FinalState.TERMINATED;
                case PROVIDER_REJECTED, ACCEPTANCE_TIMEOUT -> FinalState.REJECTED;
                case ESCROW_TIMEOUT, QUOTE_EXPIRED, LOST_RACE -> FinalState.EXPIRED;
            };
        }
    }
}
