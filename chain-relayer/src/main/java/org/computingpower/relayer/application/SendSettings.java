package org.computingpower.relayer.application;

import java.time.Duration;
import java.util.UUID;
import org.computingpower.relayer.domain.FeePolicy;
import org.computingpower.relayer.domain.ResubmissionRule;
import org.computingpower.relayer.domain.SignerPolicy;

/**
 * How intents are sent.
 *
 * @param instance this process, for the lease
 * @param leaseTerm how long the lease lasts without renewal
 * @param maxInFlight transactions that may wait for finality at once
 * @param fees ceiling of every attempt
 * @param resubmission when an attempt is replaced
 * @param policy what the key signs at all
 * @param anomalyGrace how long a nonce anomaly may be an endpoint's fault before the key is stopped
 */
public record SendSettings(
        UUID instance,
        Duration leaseTerm,
        int maxInFlight,
        FeePolicy fees,
        ResubmissionRule resubmission,
        SignerPolicy policy,
        Duration anomalyGrace) {}
