package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;

/**
 * A validator's word that a node's evidence was refused.
 *
 * @param setVersion version of the validator set
 * @param nodeId the node
 * @param quoteHash SHA-256 of the quote's bytes
 * @param reasonsHash keccak256 of the UTF-8 reasons joined by \n
 */
public record AttestationRefusal(long setVersion, NodeId nodeId, Bytes32 quoteHash, Bytes32 reasonsHash)
        implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE = StructType.of(
            ContractName.NODE_REGISTRY,
            "AttestationRefusal(uint64 setVersion,bytes32 nodeId,bytes32 quoteHash," + "bytes32 reasonsHash)");

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(setVersion, nodeId, quoteHash, reasonsHash);
    }
}
