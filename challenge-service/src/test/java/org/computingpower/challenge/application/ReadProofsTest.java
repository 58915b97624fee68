package org.computingpower.challenge.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.computingpower.challenge.application.ProofReads.Found;
import org.computingpower.challenge.application.ReadProofs.Answer;
import org.computingpower.challenge.domain.roster.EpochRoster;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.junit.jupiter.api.Test;

/** Anybody may read proofs, and nobody may take all threads for it. */
class ReadProofsTest {

    private static final RosterSlot.Key DEVICE = new RosterSlot.Key(VirtualMarket.NODE.nodeId(), 0);

    private final CountDownLatch reading = new CountDownLatch(ReadProofs.READERS);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final ReadProofs proofs =
            new ReadProofs(new VirtualMarket(1, 1).validators.getFirst().desk, 1, new SlowReads());

    private final class SlowReads implements ProofReads {
        @Override
        public Found find(long epoch, RosterSlot.Key key) {
            reading.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Found.NoRound();
        }

        @Override
        public EpochRoster roster(long epoch) {
            throw new IllegalStateException("No round, no roster");
        }
    }

    @Test
    void whoFindsNoPlaceIsTurnedAwayAtOnceAndServedLater() throws Exception {
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> first = IntStream.range(0, ReadProofs.READERS)
                    .mapToObj(_ -> readers.submit(() -> proofs.find(11, DEVICE)))
                    .toList();
            reading.await();
            assertThat(proofs.find(11, DEVICE)).isEqualTo(new Answer.Overloaded());
            answer.countDown();
            for (Future<Answer> one : first) {
                assertThat(one.get()).isEqualTo(new Answer.Nothing(new Found.NoRound()));
            }
            assertThat(proofs.find(11, DEVICE)).isEqualTo(new Answer.Nothing(new Found.NoRound()));
        }
    }
}
