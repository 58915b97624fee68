package org.computingpower.settlement.application.read;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.Collectors;
import org.computingpower.terms.TokenAmount;

/**
 * The itemised statement of one order.
 *
 * @param orderId the order
 * @param deposit the final deposit
 * @param accrued by settled windows
 * @param submitted by the last signed batch
 * @param finalized on chain
 * @param windows one line per window, ascending by epoch
 * @param totals the accrued money again, the sum of the lines
 */
public record Statement(
        String orderId,
        TokenAmount deposit,
        Totals accrued,
        Totals submitted,
        @JsonProperty("final") Totals finalized,
        List<StatementLine> windows,
        Totals totals) {

    /** Copies the list. */
    public Statement {
        windows = List.copyOf(windows);
    }

    /** The statement of a balance. */
    public static Statement of(Balance balance, List<StatementLine> windows) {
        return new Statement(
                balance.orderId(),
                balance.deposit(),
                balance.accrued(),
                balance.submitted(),
                balance.finalized(),
                windows,
                balance.accrued());
    }

    /** The windows as CSV with a header, lines ended by CRLF. */
    public String toCsv() {
        return windows.stream()
                .map(line -> line.toCsv() + "\r\n")
                .collect(Collectors.joining("", StatementLine.CSV_HEADER + "\r\n", ""));
    }
}
