package org.computingpower.sgx.dcap.appraise;

import java.time.Instant;
import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.collateral.TcbRecoveries;

/**
 * What an appraisal depends on besides claims, TCB and policy.
 *
 * @param now the instant of the appraisal
 * @param expectedReportData 64 bytes that the report data must equal; not checked if empty
 * @param recoveries when TCB recoveries were published
 * @param lastAccepted with which TCB the node was accepted last
 */
public record AppraisalContext(
        Instant now,
        Optional<Bytes> expectedReportData,
        TcbRecoveries recoveries,
        Optional<LastAccepted> lastAccepted) {

    /** An appraisal at {@code now} without history. */
    public static AppraisalContext at(Instant now) {
        return new AppraisalContext(now, Optional.empty(), TcbRecoveries.none(), Optional.empty());
    }

    public AppraisalContext withExpectedReportData(Bytes reportData) {
        return new AppraisalContext(now, Optional.of(reportData), recoveries, lastAccepted);
    }

    /** Adds what the grace for platforms that went out of date needs. */
    public AppraisalContext withHistory(TcbRecoveries known, LastAccepted accepted) {
        return new AppraisalContext(now, expectedReportData, known, Optional.of(accepted));
    }
}
