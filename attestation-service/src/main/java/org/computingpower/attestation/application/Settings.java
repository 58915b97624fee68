package org.computingpower.attestation.application;

import java.time.Duration;

/**
 * Settings of the use cases.
 *
 * @param judgingThreads threads that verify quotes and signatures
 * @param judgingBatch most evidence judged at a time
 * @param patience how long a judgment waits for what is under way: registration, block, policy, collateral
 * @param collateralRetry shortest time between two fetches of the same collateral that failed
 */
public record Settings(int judgingThreads, int judgingBatch, Duration patience, Duration collateralRetry) {}
