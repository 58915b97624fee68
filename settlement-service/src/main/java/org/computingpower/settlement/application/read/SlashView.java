package org.computingpower.settlement.application.read;

import java.time.Instant;
import org.computingpower.terms.TokenAmount;

/**
 * A proposed slash.
 *
 * @param slashNo its number, rising by one
 * @param nodeId the node
 * @param orderId the order
 * @param rule S1, S2 or S3
 * @param amount base units
 * @param evidenceHash SHA-256 of the evidence's UTF-8 bytes
 * @param evidence JSON text from which the reason can be recomputed
 * @param reason for people
 * @param proposedAt when
 */
public record SlashView(
        long slashNo,
        String nodeId,
        String orderId,
        String rule,
        TokenAmount amount,
        String evidenceHash,
        String evidence,
        String reason,
        Instant proposedAt) {}
