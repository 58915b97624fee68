package org.computingpower.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.computingpower.cli.reconcile.ChainReconciliation.Line;
import org.computingpower.cli.reconcile.ChainReconciliation.OrderMoney;
import org.computingpower.cli.reconcile.ChainReconciliation.Report;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.junit.jupiter.api.Test;

final class ChainReconciliationTest {
    private static final OrderId ONE = new OrderId(Digests.keccak256OfText("one"));
    private static final OrderId TWO = new OrderId(Digests.keccak256OfText("two"));

    private static OrderMoney money(long deposit, long released, long refunded, long fee, boolean isFinal) {
        return new OrderMoney(
                TokenAmount.of(deposit),
                TokenAmount.of(released),
                TokenAmount.of(refunded),
                TokenAmount.of(fee),
                isFinal);
    }

    private static SortedMap<OrderId, OrderMoney> side(OrderMoney one, OrderMoney two) {
        TreeMap<OrderId, OrderMoney> side = new TreeMap<>();
        side.put(ONE, one);
        side.put(TWO, two);
        return side;
    }

    @Test
    void agreesWhenBothSidesSayTheSame() {
        var side = side(money(1000, 400, 100, 20, false), money(500, 500, 0, 25, true));

        Report report = new Report(ChainReconciliation.compare(side, side), TokenAmount.of(7), TokenAmount.of(7));

        assertThat(report.agrees()).isTrue();
        assertThat(report.drift()).isZero();
    }

    @Test
    void addsDifferencesWithoutTheirSigns() {
        var ledger = side(money(1000, 410, 100, 20, false), money(500, 490, 0, 25, true));
        var chain = side(money(1000, 400, 100, 20, false), money(500, 500, 0, 25, true));

        Report report = new Report(ChainReconciliation.compare(ledger, chain), TokenAmount.ZERO, TokenAmount.ZERO);

        assertThat(report.drift()).isEqualTo(BigInteger.valueOf(20));
        assertThat(report.agrees()).isFalse();
    }

    @Test
    void countsAnOrderThatOnlyOneSideKnows() {
        var chain = side(money(1000, 0, 0, 0, false), money(500, 0, 0, 0, false));
        var ledger = new TreeMap<>(chain);
        ledger.remove(TWO);

        List<Line> lines = ChainReconciliation.compare(ledger, chain);

        assertThat(lines).hasSize(2);
        assertThat(lines.stream().map(Line::drift).reduce(BigInteger.ZERO, BigInteger::add))
                .isEqualTo(500);
    }

    @Test
    void tellsAnOrderThatIsFinalOnOneSideOnly() {
        var ledger = side(money(10, 10, 0, 0, true), money(5, 0, 0, 0, false));
        var chain = side(money(10, 10, 0, 0, false), money(5, 0, 0, 0, false));

        assertThat(new Report(ChainReconciliation.compare(ledger, chain), TokenAmount.ZERO, TokenAmount.ZERO).agrees())
                .isFalse();
    }

    @Test
    void countsWhatTheEscrowHoldsTooLittle() {
        Report report = new Report(List.of(), TokenAmount.of(5), TokenAmount.of(8));

        assertThat(report.drift()).isEqualTo(BigInteger.valueOf(3));
        assertThat(report.agrees()).isFalse();
    }

    @Test
    void countsNoTokensThatSomebodySentTheEscrow() {
        Report report = new Report(List.of(), TokenAmount.of(9), TokenAmount.of(8));

        assertThat(report.drift()).isZero();
        assertThat(report.agrees()).isTrue();
    }
}
