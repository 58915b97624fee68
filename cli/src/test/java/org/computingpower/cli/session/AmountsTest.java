package org.computingpower.cli.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.computingpower.cli.TestMarket;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.market.MarketFile;
import org.junit.jupiter.api.Test;

final class AmountsTest {
    @Test
    void readsTokensAndBaseUnitsExactly() throws Exception {
        try (TestMarket test = new TestMarket(Bytes32.ZERO)) {
            MarketFile market = test.market();

            assertThat(Amounts.parse("1.5", market)).isEqualTo(TokenAmount.parse("1500000000000000000"));
            assertThat(Amounts.parse("7base", market)).isEqualTo(TokenAmount.of(7));
            assertThat(Amounts.show(TokenAmount.parse("1500000000000000000"), market))
                    .isEqualTo("1.5 CPT");
            assertThat(Amounts.show(TokenAmount.of(1), market)).isEqualTo("0.000000000000000001 CPT");
            assertThat(Amounts.show(TokenAmount.ZERO, market)).isEqualTo("0 CPT");
            assertThatThrownBy(() -> Amounts.parse("0.0000000000000000001", market))
                    .isInstanceOf(CliException.class);
            assertThatThrownBy(() -> Amounts.parse("-1", market)).isInstanceOf(CliException.class);
            assertThatThrownBy(() -> Amounts.parse("1e3", market)).isInstanceOf(CliException.class);
        }
    }
}
