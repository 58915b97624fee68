package org.computingpower.challenge.application;

import io.smallrye.mutiny.Uni;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.challenge.domain.round.SignedCommit;
import org.computingpower.challenge.domain.round.SignedReveal;
import org.computingpower.events.MarketEvent;
import org.computingpower.power.round.BeaconKind;
import org.computingpower.terms.Address;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.SigningKey;

/** One validator with everything around it in memory and in virtual time. */
final class VirtualValidator {

    final MemoryStore store = new MemoryStore();
    final List<RoundStream.StreamEvent> heard = new ArrayList<>();
    final List<PeerMessage> outbox = new ArrayList<>();
    /** What the checking threads are given; they work at once unless told otherwise. */
    final Deque<Runnable> unchecked = new ArrayDeque<>();

    boolean busy;
    private final WaitingAnswers waiting = new WaitingAnswers(this::check, 100, 1 << 20);
    final RoundConductor conductor;
    final TakePeerMessages messages;
    final TakeAnswers answers;
    final SigningDesk desk;
    private final MarketRules rules;
    private final InstantSource clock;

    /** What drand is known to have said; without effect unless drand is the beacon. */
    DrandSource drand = round -> Optional.empty();

    VirtualValidator(SigningKey key, MarketRules rules, AtomicLong nowMillis, BeaconKind beacon) {
        this.rules = rules;
        clock = () -> Instant.ofEpochMilli(nowMillis.get());
        desk = new SigningDesk(key, rules.domains(), store);
        Settings settings = new Settings(Duration.ofMillis(400), Duration.ofSeconds(2), beacon);
        conductor = new RoundConductor(
                rules,
                settings,
                desk,
                store,
                heard::add,
                (message, until) -> outbox.add(message),
                new CloseRound(rules, desk, store, clock),
                waiting,
                Runnable::run,
                clock,
                new SecureRandom(),
                round -> drand.find(round));
        messages = new TakePeerMessages(rules, conductor, desk, store);
        answers = new TakeAnswers(
                rules, conductor, desk, new Log(), (message, until) -> outbox.add(message), waiting, clock);
    }

    /** The same validator with less room for answers: one quarter of it is for commits alone. */
    TakeAnswers takingAtMost(long bytes) {
        return new TakeAnswers(
                rules,
                conductor,
                desk,
                new Log(),
                (message, until) -> outbox.add(message),
                new WaitingAnswers(Runnable::run, 10, bytes),
                clock);
    }

    /** What a new process knows of silent validators: nothing but what is in the store. */
    MissedRounds missedAfterRestart() {
        EpochPreparation epochs = new EpochPreparation(
                rules, desk, store, heard::add, (message, until) -> outbox.add(message), new SecureRandom());
        RoundOpener opener = new RoundOpener(
                rules,
                desk,
                store,
                heard::add,
                (message, until) -> outbox.add(message),
                clock,
                epochs,
                new OpenRounds(
                        new CloseRound(rules, desk, store, clock),
                        waiting,
                        Runnable::run,
                        clock,
                        new java.util.concurrent.locks.ReentrantLock()));
        Settings settings = new Settings(Duration.ofMillis(400), Duration.ofSeconds(2), BeaconKind.FIXED);
        return new MissedRounds(
                rules,
                settings,
                desk,
                store,
                (message, until) -> outbox.add(message),
                epochs,
                opener,
                new FixedBeacon(rules, epochs, opener));
    }

    private void check(Runnable work) {
        if (busy) {
            unchecked.add(work);
        } else {
            work.run();
        }
    }

    /** Checks what waits. */
    void catchUp() {
        busy = false;
        while (!unchecked.isEmpty()) {
            unchecked.removeFirst().run();
        }
    }

    Address address() {
        return desk.address();
    }

    void take(PeerMessage message) {
        switch (message) {
            case PeerMessage.Commitment commitment -> messages.commitment(commitment);
            case PeerMessage.Call call -> messages.call(call);
            case PeerMessage.Secret secret -> messages.secret(secret);
            case PeerMessage.Opening opening -> messages.opening(opening);
            case PeerMessage.Waiver waiver -> messages.waiver(waiver);
            case PeerMessage.CommitReceived commit ->
                answers.forwardedCommit(commit).await().indefinitely();
            case PeerMessage.RevealReceived reveal ->
                answers.forwardedReveal(reveal, java.util.Base64.getDecoder().decode(reveal.nonces()))
                        .await()
                        .indefinitely();
        }
    }

    <T> List<T> published(Class<T> type) {
        return store.events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private final class Log implements ProofLog {
        @Override
        public Uni<Void> commit(long epoch, RosterSlot.Key key, SignedCommit commit, Address self, long atMillis) {
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Void> reveal(long epoch, RosterSlot.Key key, SignedReveal reveal, Address self, long atMillis) {
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Void> receipt(
                long epoch,
                RosterSlot.Key key,
                boolean ofReveal,
                Address validator,
                long atMillis,
                Signature signature) {
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Void> equivocation(
                long epoch, RosterSlot.Key key, SignedCommit first, SignedCommit second, MarketEvent evidence) {
            store.publish(evidence);
            return Uni.createFrom().voidItem();
        }
    }
}
