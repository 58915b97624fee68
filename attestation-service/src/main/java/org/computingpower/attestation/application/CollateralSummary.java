package org.computingpower.attestation.application;

import java.time.Instant;
import org.computingpower.sgx.dcap.PckCa;
import org.computingpower.sgx.dcap.Tee;
import org.jspecify.annotations.Nullable;

/**
 * One set of collateral without its bytes.
 *
 * @param id position in the list, rising
 * @param sha256 names it
 * @param tee kind of enclave
 * @param fmspc platform family, hexadecimal
 * @param ca authority of the PCK
 * @param state ACTIVE, SUPERSEDED or REJECTED
 * @param tcbEvaluationDataNumber Intel's number; 0 if it did not verify
 * @param validFrom first instant at which every part is valid
 * @param validTo last instant at which every part is valid
 * @param fetchedAt when it was received
 * @param refreshAt when it is fetched again
 * @param tcbRecoveryEventDate when the TCB recovery of its number was published, if Intel's list said so
 * @param reason why it was rejected
 */
public record CollateralSummary(
        long id,
        String sha256,
        Tee tee,
        String fmspc,
        PckCa ca,
        String state,
        int tcbEvaluationDataNumber,
        @Nullable Instant validFrom,
        @Nullable Instant validTo,
        Instant fetchedAt,
        @Nullable Instant refreshAt,
        @Nullable Instant tcbRecoveryEventDate,
        @Nullable String reason) {}
