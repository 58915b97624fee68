package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * A validator's word that the standing of accepted evidence changed. Of several about one node the one with the highest
 * {@code changedAt} counts.
 *
 * @param setVersion version of the validator set
 * @param nodeId the node
 * @param quoteHash SHA-256 of the quote's bytes
 * @param oldStatus before
 * @param newStatus after
 * @param reasonHash keccak256 of the UTF-8 reason
 * @param changedAt Unix second of the change, above that of all that the validator signed about the node before; absent in
 *     statements of before there was one, whose signatures fit no longer
 */
public record AttestationStatus(
        long setVersion,
        NodeId nodeId,
        Bytes32 quoteHash,
        AttestationFacet oldStatus,
        AttestationFacet newStatus,
        Bytes32 reasonHash,
        @Nullable Long changedAt)
        implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE = StructType.of(
            ContractName.NODE_REGISTRY,
            "AttestationStatus(uint64 setVersion,bytes32 nodeId,bytes32 quoteHash,uint8 oldStatus,"
                    + "uint8 newStatus,bytes32 reasonHash,uint64 changedAt)");

    /** What orders a validator's statements about the node; 0 if absent. */
    public long order() {
        return changedAt == null ? 0 : changedAt;
    }

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(setVersion, nodeId, quoteHash, oldStatus, newStatus, reasonHash, order());
    }
}
