package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;

/**
 * A validator's verdict on one challenge. Integers and hashes only, so that honest validators sign equal bytes.
 *
 * @param setVersion version of the validator set
 * @param epoch the epoch
 * @param roundOpenHash struct hash of the round opening
 * @param challengeId the challenge C of the puzzle
 * @param nodeId the node
 * @param orderId the order, or {@link OrderId#NONE} on standby
 * @param device index of the device, below 2^16
 * @param result the verdict
 * @param k number of shares, below 2^31
 * @param commitHash struct hash of the commit, zero if none came
 * @param revealHash SHA-256 of the coded nonces, zero if none came
 */
public record PowerVerdict(
        long setVersion,
        long epoch,
        Bytes32 roundOpenHash,
        Bytes32 challengeId,
        NodeId nodeId,
        OrderId orderId,
        int device,
        ProofResult result,
        int k,
        Bytes32 commitHash,
        Bytes32 revealHash)
        implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE = StructType.of(
            ContractName.STAKE_MANAGER,
            "PowerVerdict(uint64 setVersion,uint64 epoch,bytes32 roundOpenHash,"
                    + "bytes32 challengeId,bytes32 nodeId,bytes32 orderId,uint16 device,uint8 result,"
                    + "uint32 k,bytes32 commitHash,bytes32 revealHash)");

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(
                setVersion,
                epoch,
                roundOpenHash,
                challengeId,
                nodeId,
                orderId,
                device,
                result,
                k,
                commitHash,
                revealHash);
    }
}
