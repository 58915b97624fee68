package org.computingpower.terms.market;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.key.VerifyingKey;

/**
 * What a quote's report data binds together: the market, the node's key, its money, the keys that data and connections
 * are sealed to, and a recent block. A quote of another node, market or time has other report data.
 *
 * @param chainId EIP-155 chain id
 * @param nodeRegistry address of NodeRegistry on that chain
 * @param nodeKey the node's public key
 * @param stakeAccount the account whose stake stands for the node
 * @param payee where the node's earnings go
 * @param hpkePublicKey X25519 public key that users seal data to
 * @param tlsSpkiSha256 SHA-256 of the SubjectPublicKeyInfo of the gateway's TLS key
 * @param blockNumber number of a finalized block
 * @param nonce {@link #nonce} over that block
 */
public record AttestationBinding(
        long chainId,
        Address nodeRegistry,
        VerifyingKey nodeKey,
        Address stakeAccount,
        Address payee,
        Bytes32 hpkePublicKey,
        Bytes32 tlsSpkiSha256,
        long blockNumber,
        Bytes32 nonce) {

    /** Length of report data in SGX and TDX quotes. */
    public static final int REPORT_DATA_LENGTH = 64;

    /** DHKEM(X25519, HKDF-SHA256) of RFC 9180, section 7.1. */
    public static final short HPKE_KEM = 0x0020;

    private static final String REPORT_TAG = "CPP/attest/v1";
    private static final String NONCE_TAG = "CPP/nonce/v1";

    /**
     * @throws IllegalArgumentException if the chain id is not positive or the block number is negative
     */
    public AttestationBinding {
        requireNumbers(chainId, blockNumber);
    }

    /**
     * The nonce of a node over a finalized block, which nobody has to issue: {@code SHA256("CPP/nonce/v1" zero-padded to
     * 16 ‖ chainId u64be ‖ blockNumber u64be ‖ blockHash ‖ nodeId)}.
     *
     * @throws IllegalArgumentException if the chain id is not positive or the block number is negative
     */
    public static Bytes32 nonce(long chainId, long blockNumber, Bytes32 blockHash, NodeId nodeId) {
        requireNumbers(chainId, blockNumber);
        return Digests.sha256(
                Digests.tag(NONCE_TAG),
                u64(chainId),
                u64(blockNumber),
                blockHash.toArray(),
                nodeId.value().toArray());
    }

    /**
     * The 64 bytes that the quote must carry: {@code SHA256("CPP/attest/v1" zero-padded to 16 ‖ chainId u64be ‖
     * nodeRegistry ‖ x ‖ y ‖ stakeAccount ‖ payee ‖ 0x0020 ‖ hpkePublicKey ‖ tlsSpkiSha256 ‖ blockNumber u64be ‖ nonce)}
     * and 32 zero bytes.
     */
    public byte[] reportData() {
        Bytes32 hash = Digests.sha256(
                Digests.tag(REPORT_TAG),
                u64(chainId),
                nodeRegistry.toArray(),
                nodeKey.toArray(),
                stakeAccount.toArray(),
                payee.toArray(),
                ByteBuffer.allocate(Short.BYTES).putShort(HPKE_KEM).array(),
                hpkePublicKey.toArray(),
                tlsSpkiSha256.toArray(),
                u64(blockNumber),
                nonce.toArray());
        return Arrays.copyOf(hash.toArray(), REPORT_DATA_LENGTH);
    }

    /** Whether a quote's report data is this binding's, the zero half included. */
    public boolean isBoundBy(byte[] quotedReportData) {
        return Arrays.equals(reportData(), quotedReportData);
    }

    private static void requireNumbers(long chainId, long blockNumber) {
        if (chainId <= 0 || blockNumber < 0) {
            throw new IllegalArgumentException("No binding to chain " + chainId + " and block " + blockNumber);
        }
    }

    private static byte[] u64(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
