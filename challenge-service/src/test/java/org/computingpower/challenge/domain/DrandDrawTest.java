package org.computingpower.challenge.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.computingpower.challenge.TestMarket;
import org.computingpower.challenge.domain.beacon.DrandDraw;
import org.computingpower.challenge.domain.beacon.Quicknet;
import org.computingpower.power.Hash32;
import org.computingpower.power.HashInput;
import org.computingpower.power.RoundPart;
import org.junit.jupiter.api.Test;

class DrandDrawTest {

    private static final Hash32 ANY = HashInput.sha256(new byte[] {1});

    @Test
    void knowsWhenRoundsAreDue() {
        assertThat(Quicknet.dueMillis(1)).isEqualTo(1_692_803_367_000L);
        assertThat(Quicknet.dueMillis(1_000)).isEqualTo(1_692_806_364_000L); // 2023-08-23T15:59:24Z
        assertThat(Quicknet.firstAtOrAfter(Quicknet.dueMillis(1_000))).isEqualTo(1_000);
        assertThat(Quicknet.firstAtOrAfter(Quicknet.dueMillis(1_000) + 1)).isEqualTo(1_001);
        assertThat(Quicknet.firstAtOrAfter(Quicknet.dueMillis(1_000) - 1)).isEqualTo(1_000);
        assertThat(Quicknet.firstAtOrAfter(0)).isEqualTo(1);
    }

    @Test
    void theWindowHoldsTheRoundsThatAreDueInIt() {
        long start = Quicknet.dueMillis(1_000) / 1_000 - 3;
        MarketRules rules = MarketRules.of(TestMarket.drand(start, 1, 1));
        // Due at 3, 6 and 9 s of a window from 1 to 10.001 s; the reserve part's is 11.001 to 33.5 s.
        assertThat(DrandDraw.of(rules, 0, RoundPart.PRIMARY))
                .isEqualTo(new DrandDraw(0, RoundPart.PRIMARY, 1_000, 1_002));
        assertThat(DrandDraw.of(rules, 0, RoundPart.RESERVE))
                .isEqualTo(new DrandDraw(0, RoundPart.RESERVE, 1_003, 1_010));
        MarketRules narrow = MarketRules.of(TestMarket.file(start + 1, 1, 1));
        assertThat(DrandDraw.of(narrow, 0, RoundPart.PRIMARY).size()).isZero();
    }

    @Test
    void everyRoundOfTheWindowIsDrawnEquallyOftenAndTheLastForCertain() {
        int size = 4;
        int draws = 8_000;
        int[] drawn = new int[size];
        for (int epoch = 0; epoch < draws; epoch++) {
            DrandDraw draw = new DrandDraw(epoch, RoundPart.PRIMARY, 1, size);
            long round = 1;
            while (!draw.isDrawn(round, new HashInput().u64(epoch).u64(round).sha256())) {
                round++;
            }
            drawn[(int) round - 1]++;
        }
        // 2000 expected, standard deviation 39; five of them.
        assertThat(Arrays.stream(drawn).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(1_805, 2_195));
        assertThat(new DrandDraw(7, RoundPart.RESERVE, 9, 9).isDrawn(9, ANY)).isTrue();
    }

    @Test
    void anotherEpochOrPartDrawsAnew() {
        DrandDraw draw = new DrandDraw(1, RoundPart.PRIMARY, 1, 1L << 40);
        assertThat(draw.isDrawn(1, ANY)).isFalse();
        assertThatThrownBy(() -> draw.isDrawn(0, ANY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> draw.isDrawn((1L << 40) + 1, ANY)).isInstanceOf(IllegalArgumentException.class);
    }
}
