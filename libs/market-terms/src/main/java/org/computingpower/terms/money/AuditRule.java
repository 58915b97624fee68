package org.computingpower.terms.money;

import java.nio.charset.StandardCharsets;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;

/**
 * When orders that share their device are audited. The PASS of a shared round shows a part of the rated power, so its window accrues
 * and waits for the next epoch in which the whole power was asked for.
 */
public final class AuditRule {

    /**
     * So many epochs after the end of service the node still answers, so that an audit decides about the last windows: (7/8)^24 = 4 %
     * of orders see none, and are refunded what accrued.
     */
    public static final int EPOCHS_AFTER_END = 24;

    /** One epoch in so many is an audit, on average. */
    public static final int EPOCHS_PER_AUDIT = 8;

    private static final byte[] LABEL = "CPP/audit/v1".getBytes(StandardCharsets.US_ASCII);
    private static final int BOUND = 256 / EPOCHS_PER_AUDIT;

    private AuditRule() {}

    /**
     * Whether the epoch with this seed is an audit epoch: {@code SHA256("CPP/audit/v1" | epochSeed)[0] < 32}, the label not padded. The
     * same for all nodes, and known to nobody before the round's T0.
     */
    public static boolean isAudit(Bytes32 epochSeed) {
        return Byte.toUnsignedInt(Digests.sha256(LABEL, epochSeed.toArray()).toArray()[0]) < BOUND;
    }
}
