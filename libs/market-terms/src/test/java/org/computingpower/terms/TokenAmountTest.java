package org.computingpower.terms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenAmountTest {

    private static final BigInteger MAX = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);

    @Test
    void holdsTheLargestUint256() {
        assertThat(TokenAmount.parse(MAX.toString()).baseUnits()).isEqualTo(MAX);
    }

    @Test
    void refusesOneAboveTheLargestUint256() {
        assertThatThrownBy(() -> new TokenAmount(MAX).plus(TokenAmount.of(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesANegativeDifference() {
        assertThatThrownBy(() -> TokenAmount.of(1).minus(TokenAmount.of(2)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "01", "1.0", "1e3", " 1", "0x1"})
    void refusesWhatIsNotAPlainDecimal(String text) {
        assertThatThrownBy(() -> TokenAmount.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
