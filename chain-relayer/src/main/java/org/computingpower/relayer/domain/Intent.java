package org.computingpower.relayer.domain;

import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;

/**
 * Something the chain must say once. The id is the business key, so the same event twice is the same intent, and it is
 * also the name of the effect by which the follower recognizes that it happened, by whomever's transaction.
 *
 * @param id {@link #attestId} or {@link #settleId}
 * @param kind what it is
 * @param call the call that brings it about
 */
public record Intent(String id, Kind kind, ContractCall call) {

    /** What an intent brings about. */
    public enum Kind {
        /** {@code NodeRegistry.recordAttestation}. */
        ATTEST,
        /** {@code OrderEscrow.settle}. */
        SETTLE
    }

    /** Id of the intent to record one attestation. */
    public static String attestId(NodeId nodeId, long seq) {
        return "attest:" + nodeId + ":" + seq;
    }

    /** Id of the intent to settle one batch. */
    public static String settleId(Bytes32 batchId) {
        return "settle:" + batchId;
    }
}
