package org.computingpower.challenge.it;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.computingpower.power.Hash32;
import org.computingpower.terms.market.MarketFile;

/** The rounds of the one validator under test, as somebody follows them who answers each at most once. */
final class Rounds implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(150);
    /** Time that an answer needs on a busy machine. */
    private static final long MILLIS_TO_ANSWER = 1_500;

    private final MarketFile market;
    private final RoundEvents stream = new RoundEvents(null);
    private final Set<Long> done = new HashSet<>();

    Rounds(MarketFile market) {
        this.market = market;
    }

    static <T> T until(Supplier<T> look, Predicate<T> wanted) {
        return await().atMost(DEADLINE).pollInterval(Duration.ofMillis(50)).until(look::get, wanted);
    }

    static long epoch(RoundEvents.Event event) {
        return event.data().get("round").get("epoch").asLong();
    }

    static Hash32 seed(RoundEvents.Event event) {
        return Hash32.parse(event.data().get("round").get("epochSeed").asText());
    }

    RoundEvents stream() {
        return stream;
    }

    /** The present epoch. */
    long now() {
        return market.epochClock().epochAt(InstantSource.system().instant());
    }

    /** The next round that can still be answered and is not done; one that was missed because the machine was busy is left out. */
    RoundEvents.Event next() {
        return until(
                () -> stream.named("round-open").stream()
                        .filter(event -> isEarly(epoch(event)) && !isDone(epoch(event)))
                        .findFirst()
                        .orElse(null),
                event -> event != null);
    }

    private boolean isEarly(long epoch) {
        return epoch == now()
                && InstantSource.system().millis()
                        < market.epochClock().startOf(epoch).toEpochMilli()
                                + market.proof().commitDeadlineMillis()
                                - MILLIS_TO_ANSWER;
    }

    /** The round is answered, or left unanswered on purpose. */
    void done(RoundEvents.Event round) {
        done.add(epoch(round));
    }

    boolean isDone(long epoch) {
        return done.contains(epoch);
    }

    @Override
    public void close() {
        stream.close();
    }
}
