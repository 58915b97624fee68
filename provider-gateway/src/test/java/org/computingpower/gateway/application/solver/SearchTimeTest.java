package org.computingpower.gateway.application.solver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a round shows of slow and fast devices. */
class SearchTimeTest {

    @Test
    void showsTheSearchedPartOfTheRateHoweverSlowOrFastTheDeviceIs() {
        assertThat(SearchTime.shownRate(10_000, 18_000, 19_000)).isEqualTo(9_473);
        assertThat(SearchTime.shownRate(20_000, 18_000, 19_000)).isEqualTo(18_947);
        assertThat(SearchTime.shownRate(Long.MAX_VALUE, 4_000, 4_000)).isEqualTo(Long.MAX_VALUE);
        assertThat(SearchTime.shownRate(0, 18_000, 19_000)).isZero();
    }
}
