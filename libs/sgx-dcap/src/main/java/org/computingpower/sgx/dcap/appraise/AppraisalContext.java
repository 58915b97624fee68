package org.computingpower.sgx.dcap.appraise;

import java.time.Instant;
import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;

/**
 * What an appraisal depends on besides claims, TCB and policy.
 *
 * @param now the instant of the appraisal
 * @param expectedReportData 64 bytes that the report data must equal; not checked if empty
 * @param tcbRecoveryEventDate when the TCB recovery of the collateral's evaluation number was published
 * @param lastAccepted with which TCB the node was accepted last
 */
public record AppraisalContext(
        Instant now,
        Optional<Bytes> expectedReportData,
        Optional<Instant> tcbRecoveryEventDate,
        Optional<LastAccepted> lastAccepted) {

    /** An appraisal at {@code now} without history. */
    public static AppraisalContext at(Instant now) {
        return new AppraisalContext(now, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public AppraisalContext withExpectedReportData(Bytes reportData) {
        return new AppraisalContext(now, Optional.of(reportData), tcbRecoveryEventDate, lastAccepted);
    }

    /** Adds what the grace for platforms that went out of date needs. */
    public AppraisalContext withHistory(Instant recoveryEventDate, LastAccepted accepted) {
        return new AppraisalContext(now, expectedReportData, Optional.of(recoveryEventDate), Optional.of(accepted));
    }
}
