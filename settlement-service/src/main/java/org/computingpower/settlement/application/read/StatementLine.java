package org.computingpower.settlement.application.read;

import org.computingpower.terms.TokenAmount;
import org.jspecify.annotations.Nullable;

/**
 * One window of an order.
 *
 * @param epoch the epoch
 * @param from begin in service seconds, inclusive
 * @param to end in service seconds, exclusive
 * @param outcome what the quorum's verdicts came to
 * @param money RELEASED, REFUNDED, CARRIED while it waits for the epoch after a gap, or ACCRUED while it waits for an audit
 * @param k shares proven by all devices together; absent without a quorum
 * @param measuredRate hashes per second as the validators' statistics say, unsigned; absent without statistics
 * @param amount worth of the window
 * @param releasedCum running balance: released so far
 * @param feeCum the fee within it
 * @param refundedCum running balance: refunded so far
 * @param batchId first signed batch that holds it
 * @param txHash transaction of that batch once it is final
 */
public record StatementLine(
        long epoch,
        long from,
        long to,
        String outcome,
        String money,
        @Nullable Integer k,
        @Nullable Long measuredRate,
        TokenAmount amount,
        TokenAmount releasedCum,
        TokenAmount feeCum,
        TokenAmount refundedCum,
        @Nullable String batchId,
        @Nullable String txHash) {

    /** The header of the CSV form (RFC 4180). */
    public static final String CSV_HEADER =
            "epoch,from,to,outcome,money,k,measuredRate,amount,releasedCum,feeCum,refundedCum,batchId,txHash";

    /** This line in the CSV form; no field can hold a comma or a quote. */
    public String toCsv() {
        return epoch + "," + from + "," + to + "," + outcome + "," + money + "," + text(k) + "," + text(measuredRate)
                + "," + amount + "," + releasedCum + "," + feeCum + "," + refundedCum + "," + text(batchId) + ","
                + text(txHash);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
