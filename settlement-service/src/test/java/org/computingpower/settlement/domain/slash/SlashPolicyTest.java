package org.computingpower.settlement.domain.slash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.computingpower.terms.TokenAmount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlashPolicyTest {

    private static final SlashPolicy POLICY = new SlashPolicy(3_000);
    private static final TokenAmount PRICE = TokenAmount.of(10_000_000);
    private static final TokenAmount STAKE = TokenAmount.of(1_000_000_000);

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 3000", "3, 7500", "11, 7500", "12, 0"})
    void pricesAStrikeByItsPlaceInItsRow(int strikesInARow, long expected) {
        Optional<TokenAmount> amount =
                POLICY.forStrike(PRICE, strikesInARow, TokenAmount.ZERO, TokenAmount.ZERO, STAKE);

        assertThat(amount.orElse(TokenAmount.ZERO)).isEqualTo(TokenAmount.of(expected));
    }

    @Test
    void takesHalfOfTheLockForATerminationAndFivePercentForFalseAnswers() {
        assertThat(POLICY.forTermination(PRICE, TokenAmount.ZERO)).contains(TokenAmount.of(1_500_000));
        assertThat(POLICY.forVoids(PRICE, TokenAmount.ZERO)).contains(TokenAmount.of(150_000));
    }

    @Test
    void neverProposesMoreThanSixtyPercentOfTheLockPerOrder() {
        assertThat(POLICY.forTermination(PRICE, TokenAmount.of(1_000_000))).contains(TokenAmount.of(800_000));
        assertThat(POLICY.forTermination(PRICE, TokenAmount.of(1_800_000))).isEmpty();
        assertThat(POLICY.forTermination(PRICE, TokenAmount.of(1_900_000))).isEmpty();
    }

    @Test
    void neverProposesMoreStrikesPerDayThanFivePercentOfTheStake() {
        TokenAmount stake = TokenAmount.of(100_000);

        assertThat(POLICY.forStrike(PRICE, 3, TokenAmount.ZERO, TokenAmount.of(1_000), stake))
                .contains(TokenAmount.of(4_000));
        assertThat(POLICY.forStrike(PRICE, 3, TokenAmount.ZERO, TokenAmount.of(5_000), stake))
                .isEmpty();
    }
}
