package org.computingpower.attestation.application;

import java.time.Instant;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;

/**
 * Evidence that waits for its judgment.
 *
 * @param evidence as published
 * @param receivedAt when this validator read it
 * @param attempts how often its judgment was put off
 */
public record PendingEvidence(EvidenceSubmitted evidence, Instant receivedAt, int attempts) {}
