package org.computingpower.events;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.EvidenceEnvelope;
import org.jspecify.annotations.Nullable;

/** Topic {@code attestation.evidence.v1}, key nodeId, published by the attestation-service that received the evidence. */
public sealed interface AttestationEvidenceEvent extends MarketEvent {

    /**
     * A node handed in evidence. Nothing of it is judged yet: each validator verifies every byte itself.
     *
     * @param evidenceId id of this submission, UUIDv7
     * @param nodeId the node
     * @param nodePublicKey the node key x ‖ y, 64 bytes as lower-case {@code 0x} hex
     * @param provider the provider's wallet
     * @param stakeAccount the wallet whose stake stands behind the node
     * @param payee the wallet that is paid
     * @param hpkePublicKey X25519 key to which users seal their data
     * @param tlsSpkiSha256 SHA-256 of the SubjectPublicKeyInfo of the gateway's TLS certificate
     * @param blockNumber the finalized block whose hash entered the nonce
     * @param quote the quote, base64 in JSON; at most 64 KiB
     * @param pckChain certificate chain as PEM, absent if the quote carries it
     * @param envelope the statement signed by node and stake account
     * @param nodeSignature signature of the node key over the envelope
     * @param stakeSignature signature of the stake account over the envelope
     * @param submittedTo address of the validator that received it
     * @param submittedAt that validator's time of receipt
     */
    @SuppressWarnings("ArrayRecordComponent") // copied on the way in and out; equals and hashCode compare the bytes
    record EvidenceSubmitted(
            UUID evidenceId,
            NodeId nodeId,
            String nodePublicKey,
            Address provider,
            Address stakeAccount,
            Address payee,
            Bytes32 hpkePublicKey,
            Bytes32 tlsSpkiSha256,
            long blockNumber,
            byte[] quote,
            @Nullable String pckChain,
            EvidenceEnvelope envelope,
            Signature nodeSignature,
            Signature stakeSignature,
            Address submittedTo,
            Instant submittedAt)
            implements AttestationEvidenceEvent {
        /** Copies the quote. */
        public EvidenceSubmitted {
            quote = quote.clone();
        }

        /** A copy of the quote's bytes. */
        @Override
        public byte[] quote() {
            return quote.clone();
        }

        @Override
        public String key() {
            return nodeId.toString();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof EvidenceSubmitted that
                    && Arrays.equals(quote, that.quote)
                    && fields().equals(that.fields());
        }

        @Override
        public int hashCode() {
            return 31 * fields().hashCode() + Arrays.hashCode(quote);
        }

        /** Ids and sizes only: evidence does not belong into logs. */
        @Override
        public String toString() {
            return "EvidenceSubmitted[evidenceId=%s, nodeId=%s, quote=%d bytes]"
                    .formatted(evidenceId, nodeId, quote.length);
        }

        private List<@Nullable Object> fields() {
            return Arrays.asList(
                    evidenceId,
                    nodeId,
                    nodePublicKey,
                    provider,
                    stakeAccount,
                    payee,
                    hpkePublicKey,
                    tlsSpkiSha256,
                    blockNumber,
                    pckChain,
                    envelope,
                    nodeSignature,
                    stakeSignature,
                    submittedTo,
                    submittedAt);
        }
    }
}
