package org.computingpower.gateway.application.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.computingpower.gateway.fixture.Fakes;
import org.computingpower.gateway.fixture.Market;
import org.computingpower.power.Hash32;
import org.computingpower.power.ProofMode;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.RoundPart;
import org.computingpower.power.round.EpochSeed;
import org.computingpower.terms.Address;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.market.MarketFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three validators of whom two have to agree. */
@Timeout(30)
class AssignmentsTest {
    private static final NodeId NODE = new NodeId(Digests.keccak256OfText("node"));
    private static final OrderId ORDER = new OrderId(Digests.keccak256OfText("order"));
    private static final long EPOCH = 100;
    /** Longer than the test may take: whoever waits for a hung validator fails it. */
    private static final Duration ENDLESS = Duration.ofHours(1);

    private static final List<Assignment> EXCLUSIVE = List.of(new Assignment(0, ORDER, mode(ProofMode.EXCLUSIVE)));
    private static final List<Assignment> STANDBY = List.of(new Assignment(0, OrderId.NONE, mode(ProofMode.STANDBY)));

    private final MarketFile market = Market.file(3, 2, Fakes.nowhere());
    private final Fakes.TestClock clock = new Fakes.TestClock();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    @Test
    void asksOncePerEpochWhenTheRosterIsFixedAndNothingAtTheOpening() throws Exception {
        Says one = new Says(0, EXCLUSIVE);
        Says two = new Says(1, EXCLUSIVE);
        Assignments assignments = of(ENDLESS, one, two);
        Instant start = market.epochClock().startOf(EPOCH);

        clock.now = start;
        Duration untilFixed = assignments.askAhead();
        assertThat(untilFixed).isBetween(Duration.ofMillis(750), Duration.ofMillis(875));
        assertThat(one.asked).hasValue(0);

        clock.now = start.plus(untilFixed);
        assertThat(assignments.askAhead()).isEqualTo(Duration.ofSeconds(Market.EPOCH_SECONDS));
        assertThat(assignments.of(Rounds.round(EPOCH))).contains(EXCLUSIVE);
        assertThat(assignments.askAhead()).isEqualTo(Duration.ofSeconds(Market.EPOCH_SECONDS));
        assertThat(one.asked).hasValue(1);
        assertThat(two.asked).hasValue(1);

        one.answer = STANDBY;
        two.answer = STANDBY;
        clock.now = clock.now.plusSeconds(Market.EPOCH_SECONDS);
        assignments.askAhead();
        assertThat(assignments.of(Rounds.round(EPOCH + 1))).contains(STANDBY);
        assertThat(one.asked).hasValue(2);
    }

    @Test
    void asksAtTheOpeningWhatItDidNotLearnAhead() throws Exception {
        Says one = new Says(0, EXCLUSIVE);
        Says two = new Says(1, STANDBY);
        Assignments assignments = of(ENDLESS, one, two);

        clock.now = market.epochClock().startOf(EPOCH).plusSeconds(1);
        assertThat(assignments.askAhead()).isEqualTo(Duration.ofSeconds(2));
        two.answer = EXCLUSIVE;
        assertThat(assignments.of(Rounds.round(EPOCH))).contains(EXCLUSIVE);
        assertThat(one.asked).hasValue(2);
    }

    @Test
    void aValidatorThatNeverAnswersHoldsUpNeitherTheQuestionAheadNorTheOneAtTheOpening() throws Exception {
        clock.now = market.epochClock().startOf(EPOCH).plusSeconds(1);

        Assignments ahead = of(ENDLESS, new Hangs(0), new Says(1, EXCLUSIVE), new Says(2, EXCLUSIVE));
        ahead.askAhead();
        assertThat(ahead.of(Rounds.round(EPOCH))).contains(EXCLUSIVE);

        Assignments late = of(ENDLESS, new Hangs(0), new Says(1, EXCLUSIVE), new Says(2, EXCLUSIVE));
        assertThat(late.of(Rounds.round(EPOCH))).contains(EXCLUSIVE);
    }

    @Test
    void aValidatorThatFailsOrLiesChangesNothing() throws Exception {
        assertThat(of(ENDLESS, new Says(0, STANDBY), new Says(1, EXCLUSIVE), new Says(2, EXCLUSIVE))
                        .of(Rounds.round(EPOCH)))
                .contains(EXCLUSIVE);
        assertThat(of(ENDLESS, new Fails(0), new Says(1, EXCLUSIVE), new Says(2, EXCLUSIVE))
                        .of(Rounds.round(EPOCH)))
                .contains(EXCLUSIVE);
    }

    @Test
    void answersNothingThatAThresholdDidNotSay() throws Exception {
        assertThat(of(ENDLESS, new Says(0, STANDBY), new Says(1, EXCLUSIVE), new Fails(2))
                        .of(Rounds.round(EPOCH)))
                .isEmpty();
        Hangs hung = new Hangs(1);
        assertThat(of(Duration.ofMillis(50), new Says(0, EXCLUSIVE), hung, new Hangs(2))
                        .of(Rounds.round(EPOCH)))
                .isEmpty();
        assertThat(hung.ended.await(30, TimeUnit.SECONDS)).isTrue();
    }

    /** A validator that opened an audit shows what it asks for; one that did not yet shows both. */
    @Test
    void comesToTheAuditOfTheSeedWhateverEachValidatorKnewOfIt() throws Exception {
        long audit = LongStream.iterate(EPOCH, epoch -> epoch + 1)
                .filter(epoch -> EpochSeed.isAudit(
                        Hash32.of(Rounds.round(epoch).epochSeed().toArray())))
                .findFirst()
                .orElseThrow();
        List<Assignment> before =
                List.of(new Assignment(0, ORDER, mode(ProofMode.SHARED), Optional.of(mode(ProofMode.AUDIT))));
        List<Assignment> opened =
                List.of(new Assignment(0, ORDER, mode(ProofMode.AUDIT), Optional.of(mode(ProofMode.AUDIT))));
        Says one = new Says(0, before);
        Assignments assignments = of(ENDLESS, one, new Says(1, opened));

        clock.now = market.epochClock().startOf(audit).plusSeconds(1);
        assignments.askAhead();
        assertThat(assignments.of(Rounds.round(audit)))
                .contains(List.of(new Assignment(0, ORDER, mode(ProofMode.AUDIT))));
        assertThat(one.asked).hasValue(1);
    }

    private Assignments of(Duration patience, Validator... validators) {
        return new Assignments(NODE, market, List.of(validators), clock, threads, patience);
    }

    private static ProofParameters mode(ProofMode mode) {
        return new ProofParameters(1, 64, 32, 4_000, 8_000, 10_000, 20_000, 128, mode, RoundPart.PRIMARY);
    }

    /** A validator that is asked for assignments only. */
    private abstract static class Asked implements Validator {
        private final int index;

        Asked(int index) {
            this.index = index;
        }

        @Override
        public Address address() {
            return Market.validatorKey(index).address();
        }

        @Override
        public void follow(Consumer<SignedRound> rounds) {
            throw new AssertionError("Not followed");
        }

        @Override
        public Answer commit(Proof proof) {
            throw new AssertionError("No proof");
        }

        @Override
        public Answer reveal(Proof proof) {
            throw new AssertionError("No proof");
        }
    }

    private static final class Says extends Asked {
        private final AtomicInteger asked = new AtomicInteger();
        private volatile List<Assignment> answer;

        Says(int index, List<Assignment> answer) {
            super(index);
            this.answer = answer;
        }

        @Override
        public Optional<List<Assignment>> assignment(NodeId nodeId, long epoch) {
            asked.incrementAndGet();
            return Optional.of(answer);
        }
    }

    private static final class Hangs extends Asked {
        private final CountDownLatch ended = new CountDownLatch(1);

        Hangs(int index) {
            super(index);
        }

        @Override
        public Optional<List<Assignment>> assignment(NodeId nodeId, long epoch) throws InterruptedException {
            try {
                new CountDownLatch(1).await();
            } finally {
                ended.countDown();
            }
            return Optional.empty();
        }
    }

    private static final class Fails extends Asked {
        Fails(int index) {
            super(index);
        }

        @Override
        public Optional<List<Assignment>> assignment(NodeId nodeId, long epoch) throws IOException {
            throw new IOException("broken");
        }
    }
}
