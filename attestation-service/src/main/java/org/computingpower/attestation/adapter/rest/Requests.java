package org.computingpower.attestation.adapter.rest;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.UUID;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.VerifyingKey;
import org.computingpower.terms.signed.EvidenceEnvelope;
import org.computingpower.terms.signed.PolicyActivation;
import org.jspecify.annotations.Nullable;

/** Bodies of requests. */
final class Requests {
    private Requests() {}

    /**
     * Evidence of a node.
     *
     * @param nodeId the node
     * @param nodePublicKey the node key
     * @param provider the provider's wallet
     * @param stakeAccount the wallet whose stake stands behind the node
     * @param payee the wallet that is paid
     * @param hpkePublicKey X25519 key to which users seal their data
     * @param tlsSpkiSha256 SHA-256 of the SubjectPublicKeyInfo of the gateway's TLS key
     * @param blockNumber the finalized block of the nonce
     * @param quote the quote
     * @param pckChain PCK chain in PEM, if the quote holds none
     * @param envelope what node key and stake account signed
     * @param nodeSignature by the node key
     * @param stakeSignature by the stake account
     */
    @SuppressWarnings("ArrayRecordComponent") // Lives for one request.
    public record SubmitEvidence(
            @NotNull NodeId nodeId,
            @NotNull VerifyingKey nodePublicKey,
            @NotNull Address provider,
            @NotNull Address stakeAccount,
            @NotNull Address payee,
            @NotNull Bytes32 hpkePublicKey,
            @NotNull Bytes32 tlsSpkiSha256,
            @PositiveOrZero @Max(1L << 53) long blockNumber,
            byte @NotNull [] quote,
            @Nullable String pckChain,
            @NotNull EvidenceEnvelope envelope,
            @NotNull Signature nodeSignature,
            @NotNull Signature stakeSignature) {

        EvidenceSubmitted toEvidence(UUID evidenceId, Address validator, Instant now) {
            return new EvidenceSubmitted(
                    evidenceId,
                    nodeId,
                    nodePublicKey.toString(),
                    provider,
                    stakeAccount,
                    payee,
                    hpkePublicKey,
                    tlsSpkiSha256,
                    blockNumber,
                    quote,
                    pckChain,
                    envelope,
                    nodeSignature,
                    stakeSignature,
                    validator,
                    now);
        }
    }

    /**
     * A policy to sign.
     *
     * @param document JSON text byte for byte
     * @param activation what the validators sign
     */
    public record SignPolicy(
            @NotNull @Size(min = 2, max = 131_072) String document,
            @NotNull PolicyActivation activation) {}
}
