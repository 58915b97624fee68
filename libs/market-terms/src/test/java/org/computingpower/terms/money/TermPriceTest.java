package org.computingpower.terms.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.time.Duration;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.Mode;
import org.junit.jupiter.api.Test;

class TermPriceTest {

    private final TermPrice standard = new TermPrice(Duration.ofMinutes(10), Duration.ofSeconds(19));

    @Test
    void leavesThePausesOfAnExclusiveTermUnpaid() {
        assertThat(standard.of(TokenAmount.of(100), Mode.EXCLUSIVE, 6_000)).isEqualTo(TokenAmount.of(581_000));
        assertThat(standard.of(TokenAmount.of(100), Mode.EXCLUSIVE, 600)).isEqualTo(TokenAmount.of(58_100));
        assertThat(standard.of(TokenAmount.of(100), Mode.EXCLUSIVE, 599)).isEqualTo(TokenAmount.of(59_900));
        assertThat(standard.of(TokenAmount.of(100), Mode.EXCLUSIVE, 0)).isEqualTo(TokenAmount.ZERO);
    }

    @Test
    void chargesEverySecondOfASharedTerm() {
        assertThat(standard.of(TokenAmount.of(100), Mode.SHARED, 6_000)).isEqualTo(TokenAmount.of(600_000));
    }

    @Test
    void roundsDownToWholeBaseUnits() {
        TermPrice odd = new TermPrice(Duration.ofSeconds(10), Duration.ofMillis(1));
        assertThat(odd.of(TokenAmount.of(3), Mode.EXCLUSIVE, 10)).isEqualTo(TokenAmount.of(29)); // 29.997
    }

    @Test
    void doesNotOverflow() {
        TokenAmount most = new TokenAmount(BigInteger.ONE.shiftLeft(128));
        TokenAmount price = standard.of(most, Mode.EXCLUSIVE, 604_800);
        assertThat(price.baseUnits()).isEqualTo(BigInteger.ONE.shiftLeft(128).multiply(BigInteger.valueOf(585_648)));
    }

    @Test
    void refusesWhatIsNoTerm() {
        assertThatIllegalArgumentException().isThrownBy(() -> standard.of(TokenAmount.of(1), Mode.EXCLUSIVE, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> standard.of(TokenAmount.of(1), Mode.STANDBY, 600));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TermPrice(Duration.ofSeconds(15), Duration.ofSeconds(15)));
    }
}
