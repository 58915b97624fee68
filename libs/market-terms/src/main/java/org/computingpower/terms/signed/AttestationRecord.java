package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.key.VerifyingKey;

/**
 * A validator's word that a node's evidence was accepted. Equal bytes at every honest validator.
 *
 * @param setVersion version of the validator set
 * @param nodeId the node
 * @param seq sequence number, strictly rising
 * @param nodeKeyX x of the node key
 * @param nodeKeyY y of the node key
 * @param provider the provider's wallet
 * @param stakeAccount the account whose stake stands for the node
 * @param payee where the provider's share goes
 * @param quoteHash SHA-256 of the quote's bytes
 * @param teeType kind of enclave
 * @param trustRootHash SHA-256 of the root certificate
 * @param tcbStatus merged TCB status
 * @param tcbEvaluationDataNumber Intel's number of the collateral, below 2^31
 * @param blockNumber number of the finalized block
 * @param verifiedAt Unix second of the nonce block
 * @param validUntil Unix second after which it no longer holds
 */
public record AttestationRecord(
        long setVersion,
        NodeId nodeId,
        long seq,
        Bytes32 nodeKeyX,
        Bytes32 nodeKeyY,
        Address provider,
        Address stakeAccount,
        Address payee,
        Bytes32 quoteHash,
        TeeType teeType,
        Bytes32 trustRootHash,
        TcbStatus tcbStatus,
        int tcbEvaluationDataNumber,
        long blockNumber,
        long verifiedAt,
        long validUntil)
        implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE = StructType.of(
            ContractName.NODE_REGISTRY,
            "AttestationRecord(uint64 setVersion,bytes32 nodeId,uint64 seq,bytes32 nodeKeyX,"
                    + "bytes32 nodeKeyY,address provider,address stakeAccount,address payee,"
                    + "bytes32 quoteHash,uint8 teeType,bytes32 trustRootHash,uint8 tcbStatus,"
                    + "uint32 tcbEvaluationDataNumber,uint64 blockNumber,uint64 verifiedAt,"
                    + "uint64 validUntil)");

    /** The node's public key. */
    public VerifyingKey nodeKey() {
        return new VerifyingKey(nodeKeyX, nodeKeyY);
    }

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(
                setVersion,
                nodeId,
                seq,
                nodeKeyX,
                nodeKeyY,
                provider,
                stakeAccount,
                payee,
                quoteHash,
                teeType,
                trustRootHash,
                tcbStatus,
                tcbEvaluationDataNumber,
                blockNumber,
                verifiedAt,
                validUntil);
    }
}
