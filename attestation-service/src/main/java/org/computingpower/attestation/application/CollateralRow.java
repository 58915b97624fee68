package org.computingpower.attestation.application;

import java.time.Instant;
import java.util.Optional;
import org.computingpower.attestation.application.CollateralSource.SignedList;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.computingpower.sgx.dcap.collateral.CollateralKey;
import org.computingpower.sgx.dcap.collateral.TcbRecoveries;
import org.computingpower.sgx.dcap.collateral.VerifiedCollateral;

/**
 * Collateral in the store.
 *
 * @param sha256 names it
 * @param key which quotes it is for
 * @param tcbEvaluationDataNumber Intel's number
 * @param bytes as received
 * @param validFrom first instant at which every part is valid
 * @param validTo last instant at which every part is valid
 * @param fetchedAt when it was received
 * @param refreshAt when it is fetched again
 * @param tcbRecovery when the TCB recovery of its evaluation number was published, if that is known
 * @param evaluationNumbers the signed list that says so, if it came with the collateral
 */
public record CollateralRow(
        Bytes sha256,
        CollateralKey key,
        int tcbEvaluationDataNumber,
        CollateralBytes bytes,
        Instant validFrom,
        Instant validTo,
        Instant fetchedAt,
        Instant refreshAt,
        Optional<Instant> tcbRecovery,
        Optional<SignedList> evaluationNumbers) {

    static CollateralRow of(
            CollateralKey key,
            VerifiedCollateral collateral,
            Instant fetchedAt,
            Instant refreshAt,
            TcbRecoveries recoveries,
            Optional<SignedList> evaluationNumbers) {
        int number = collateral.tcbEvaluationDataNumber();
        return new CollateralRow(
                collateral.sha256(),
                key,
                number,
                collateral.bytes(),
                collateral.validFrom(),
                collateral.validTo(),
                fetchedAt,
                refreshAt,
                Optional.ofNullable(recoveries.dates().get(number)),
                evaluationNumbers);
    }
}
