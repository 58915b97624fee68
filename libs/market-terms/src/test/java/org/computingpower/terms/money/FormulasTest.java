package org.computingpower.terms.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormulasTest {

    private static final List<String> RELEASES = List.of(
            "0",
            "1",
            "19",
            "20",
            "21",
            "9999",
            "10000",
            "10001",
            "1000000000000000000",
            "1234567890123456789012",
            BigInteger.TWO.pow(128).subtract(BigInteger.ONE).toString());

    @ParameterizedTest
    @CsvSource({"100,3,0,0", "100,3,1,33", "100,3,2,66", "100,3,3,100", "2,7,3,0", "2,7,4,1", "0,5,5,0"})
    void accruesTheFloorOfTheShare(long total, long duration, long seconds, long accrued) {
        assertThat(new WindowFormula(TokenAmount.of(total), duration).accruedAt(seconds))
                .isEqualTo(TokenAmount.of(accrued));
    }

    @Test
    void refusesSecondsOutsideTheTerm() {
        WindowFormula formula = new WindowFormula(TokenAmount.of(100), 10);
        assertThatIllegalArgumentException().isThrownBy(() -> formula.accruedAt(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> formula.accruedAt(11));
        assertThatIllegalArgumentException().isThrownBy(() -> new WindowFormula(TokenAmount.ZERO, 0));
    }

    @ParameterizedTest
    @CsvSource({"500,19,0", "500,20,1", "500,39,1", "500,40,2", "0,1000,0", "10000,7,7", "1,9999,0", "1,10000,1"})
    void takesTheFloorOfTheFeeOnTheSum(int feeBps, long released, long fee) {
        FeeFormula formula = new FeeFormula(feeBps);
        assertThat(formula.fee(TokenAmount.of(released))).isEqualTo(TokenAmount.of(fee));
        assertThat(formula.provider(TokenAmount.of(released))).isEqualTo(TokenAmount.of(released - fee));
    }

    @Test
    void refusesFeesOutsideTheirRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FeeFormula(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new FeeFormula(10_001));
    }

    @Test
    void equalsTheGoldenFees() {
        ArrayNode vectors = Vectors.JSON.createArrayNode();
        for (int feeBps : new int[] {0, 1, 333, 500, 9_999, 10_000}) {
            for (String released : RELEASES) {
                TokenAmount gross = TokenAmount.parse(released);
                ObjectNode vector = vectors.addObject();
                vector.put("feeBps", feeBps);
                vector.put("releasedCum", released);
                vector.put("feeCum", new FeeFormula(feeBps).fee(gross).toString());
                vector.put("providerCum", new FeeFormula(feeBps).provider(gross).toString());
            }
        }
        Vectors.assertGolden("fees.json", Vectors.JSON.createObjectNode().set("fees", vectors));
    }
}
