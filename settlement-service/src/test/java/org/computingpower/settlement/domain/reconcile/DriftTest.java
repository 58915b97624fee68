package org.computingpower.settlement.domain.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftTest {

    private static OrderNumbers numbers(long deposit, long released, long refunded, long fee, boolean closed) {
        return new OrderNumbers(
                TokenAmount.of(deposit),
                TokenAmount.of(released),
                TokenAmount.of(refunded),
                TokenAmount.of(fee),
                closed);
    }

    @ParameterizedTest
    @CsvSource({"1000,400,100,20,0", "1001,400,100,20,1", "1000,399,101,20,2", "1000,400,100,19,1", "0,0,0,0,1520"})
    void addsDifferencesWithoutTheirSigns(long deposit, long released, long refunded, long fee, long drift) {
        Difference difference = new Difference(
                OrderId.NONE, numbers(deposit, released, refunded, fee, false), numbers(1000, 400, 100, 20, false));

        assertThat(difference.drift()).isEqualTo(BigInteger.valueOf(drift));
    }

    @ParameterizedTest
    @CsvSource({"70,70,70,0", "70,70,75,0", "71,70,70,1", "69,70,70,1", "70,70,69,1", "60,70,60,20"})
    void countsWhatTheLedgerIsOffAndWhatTheContractLacksButNotWhatItWasGiven(
            long ledger, long owed, long held, long drift) {
        Totals totals = new Totals(TokenAmount.of(ledger), TokenAmount.of(owed), TokenAmount.of(held));

        assertThat(totals.drift()).isEqualTo(BigInteger.valueOf(drift));
    }

    @Test
    void tellsAnOrderThatIsClosedOnOneSideOnly() {
        OrderNumbers open = numbers(10, 10, 0, 0, false);

        assertThat(open).isNotEqualTo(numbers(10, 10, 0, 0, true));
        assertThat(open.driftTo(numbers(10, 10, 0, 0, true))).isZero();
    }
}
