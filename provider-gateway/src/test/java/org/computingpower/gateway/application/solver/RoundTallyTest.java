package org.computingpower.gateway.application.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.computingpower.gateway.application.solver.Rounds.round;
import static org.computingpower.gateway.application.solver.Rounds.withSeed;

import java.util.Optional;
import java.util.stream.Stream;
import org.computingpower.gateway.fixture.Fakes;
import org.computingpower.gateway.fixture.Market;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.RoundOpen;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoundTallyTest {
    private static final long NOW = 100;

    private final MarketFile market = Market.file(3, 2, Fakes.nowhere());
    private final Fakes.TestClock clock = new Fakes.TestClock();
    private final RoundTally tally = new RoundTally(market, clock);

    @BeforeEach
    void itIs() {
        clock.now = market.epochClock().startOf(NOW);
    }

    @Test
    void opensARoundWhenAThresholdOfValidatorsSaysTheSame() {
        assertThat(add(round(NOW), 0)).isEmpty();
        assertThat(add(round(NOW), 0)).isEmpty();
        assertThat(add(round(NOW), 1)).isEqualTo(Optional.of(round(NOW)));
        assertThat(add(round(NOW), 2)).isEmpty();
    }

    @Test
    void opensTheReservePartOfAnEpochWhosePrimaryPartFailed() {
        RoundOpen reserve = round(NOW, 1, Bytes32.ZERO);

        assertThat(add(round(NOW), 0)).isEmpty();
        assertThat(add(reserve, 1)).isEmpty();
        assertThat(add(reserve, 2)).isEqualTo(Optional.of(reserve));
    }

    @Test
    void doesNotOpenForForgedForeignOrInconsistentWords() {
        RoundOpen lie = withSeed(round(NOW), Digests.keccak256OfText("seed"));
        SignedRound forged = new SignedRound(
                Market.validatorKey(1).address(), round(NOW), round(NOW).sign(Market.key("x"), market.domains()));

        assertThat(add(round(NOW), 0)).isEmpty();
        assertThat(tally.add(forged)).isEmpty();
        assertThat(add(round(NOW), 3)).isEmpty();
        assertThat(add(lie, 1)).isEmpty();
        assertThat(add(lie, 2)).isEmpty();
        assertThat(add(round(NOW + 1), 2)).isEmpty();
        // Nothing of that took anybody's vote.
        assertThat(add(round(NOW), 1)).isPresent();
    }

    @Test
    void openingsOfFutureEpochsDoNotSilenceTheNode() {
        for (long epoch = NOW + 1; epoch <= NOW + 8; epoch++) {
            assertThat(add(round(epoch), 0)).isEmpty();
        }
        for (long epoch = NOW; epoch <= NOW + 10; epoch++) {
            clock.now = market.epochClock().startOf(epoch);
            assertThat(Stream.of(add(round(epoch), 1), add(round(epoch), 2)).flatMap(Optional::stream))
                    .containsExactly(round(epoch));
        }
    }

    @Test
    void countsEpochsThatAreNearByItsOwnClockAndNoOthers() {
        for (long epoch : new long[] {NOW - 1, NOW, NOW + 1}) {
            add(round(epoch), 0);
            assertThat(add(round(epoch), 1)).as("epoch %d", epoch).isPresent();
        }
        for (long epoch : new long[] {0, NOW - 2, NOW + 2, Long.MAX_VALUE}) {
            add(round(epoch), 0);
            assertThat(add(round(epoch), 1)).as("epoch %d", epoch).isEmpty();
        }
    }

    @Test
    void countsTheFirstOpeningOfAValidatorOnly() {
        RoundOpen second = round(NOW, 0, Digests.keccak256OfText("another roster"));

        assertThat(add(round(NOW), 0)).isEmpty();
        assertThat(add(second, 0)).isEmpty();
        assertThat(add(second, 1)).isEmpty();
        assertThat(add(second, 2)).isEqualTo(Optional.of(second));
    }

    @Test
    void remembersNoMoreThanOneWordPerValidatorAndPartOfANearEpoch() {
        for (int i = 0; i < 50; i++) {
            Bytes32 root = Digests.keccak256OfText("roster " + i);
            for (int part : new int[] {0, 1, 2, i + 3}) {
                add(round(NOW, part, root), 0);
                add(round(NOW + i, part, root), 0);
            }
        }
        assertThat(tally.size()).isEqualTo(2 * 2);

        clock.now = market.epochClock().startOf(NOW + 3);
        add(round(NOW + 3), 0);
        assertThat(tally.size()).isEqualTo(1);
    }

    private Optional<RoundOpen> add(RoundOpen round, int validator) {
        return tally.add(Rounds.signed(round, validator, market));
    }
}
