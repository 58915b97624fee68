package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;

/**
 * The word of node key and stake account that evidence is theirs.
 *
 * @param nodeId the node
 * @param evidenceHash SHA-256 of the evidence
 * @param blockNumber number of the finalized block
 */
public record EvidenceEnvelope(NodeId nodeId, Bytes32 evidenceHash, long blockNumber) implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE = StructType.of(
            ContractName.NODE_REGISTRY, "EvidenceEnvelope(bytes32 nodeId,bytes32 evidenceHash,uint64 blockNumber)");

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(nodeId, evidenceHash, blockNumber);
    }
}
