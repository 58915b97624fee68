package org.computingpower.attestation.application;

import java.time.Duration;

/**
 * Settings of the use cases.
 *
 * @param submissionsInProgress most submissions that may be in progress at a time; more are refused
 * @param submissionBatch most submissions in one transaction
 * @param judgingThreads threads that verify quotes and signatures
 * @param judgingBatch most evidence judged at a time
 * @param patience how long a judgment waits for what is under way: registration, block, policy, collateral
 * @param collateralRefresh longest time until collateral is fetched again
 * @param collateralRetry shortest time between two fetches of the same collateral that failed
 */
public record Settings(
        int submissionsInProgress,
        int submissionBatch,
        int judgingThreads,
        int judgingBatch,
        Duration patience,
        Duration collateralRefresh,
        Duration collateralRetry) {}
