package org.computingpower.sgx.dcap.verify;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.TcbStatus;

/**
 * What collateral says of a platform. Changes when collateral changes.
 *
 * @param status the status that Intel's library would report: levels converged, relaunch rule applied
 * @param platformStatus status of the matching TCB level alone
 * @param qeStatus status of the quoting enclave
 * @param tdxModuleStatus status of the TDX module; empty for SGX and for module version 0
 * @param currentStatus status with the TDX module that runs now instead of the one at launch; from TDX 1.5 on
 * @param advisoryIds Intel's advisories for level, quoting enclave and TDX module together
 * @param tcbDate the earliest of the dates of level, quoting enclave and TDX module
 * @param tcbEvaluationDataNumber the lower number of TCB info and enclave identity
 * @param validTo last second at which collateral and PCK certificate are all still valid
 * @param collateralSha256 names the collateral
 */
public record TcbEvaluation(
        TcbStatus status,
        TcbStatus platformStatus,
        TcbStatus qeStatus,
        Optional<TcbStatus> tdxModuleStatus,
        Optional<TcbStatus> currentStatus,
        SortedSet<String> advisoryIds,
        Instant tcbDate,
        int tcbEvaluationDataNumber,
        Instant validTo,
        Bytes collateralSha256) {

    public TcbEvaluation {
        advisoryIds = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(advisoryIds));
    }
}
