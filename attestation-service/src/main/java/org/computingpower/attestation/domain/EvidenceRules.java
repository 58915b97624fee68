package org.computingpower.attestation.domain;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.computingpower.attestation.domain.EvidenceRefusal.Signer;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.sgx.dcap.parse.PemChain;
import org.computingpower.sgx.dcap.parse.Quote;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.VerifyingKey;
import org.computingpower.terms.signed.EvidenceEnvelope;
import org.computingpower.terms.signed.MarketDomains;

/** What every evidence must fulfil before its quote is looked at. The receiving validator refuses by it, all others check it again. */
public final class EvidenceRules {
    private final MarketDomains domains;
    private final Duration blockMaxAge;
    private final SignerMemory signers = new SignerMemory();

    /** The rules of a market. */
    public EvidenceRules(Market market) {
        this.domains = market.domains();
        this.blockMaxAge = market.blockMaxAge();
    }

    /** Sizes, node key, envelope and both signatures: two recoveries on secp256k1 the first time. */
    public Optional<EvidenceRefusal> form(EvidenceSubmitted evidence) {
        byte[] quote = evidence.quote();
        if (quote.length == 0 || quote.length > Quote.MAX_LENGTH) {
            return refused(new EvidenceRefusal.WrongSize("the quote", quote.length, Quote.MAX_LENGTH));
        }
        String chain = evidence.pckChain();
        int chainLength = chain == null ? 1 : chain.getBytes(StandardCharsets.UTF_8).length;
        if (chainLength == 0 || chainLength > PemChain.MAX_LENGTH) {
            return refused(new EvidenceRefusal.WrongSize("the PCK chain", chainLength, PemChain.MAX_LENGTH));
        }
        return envelope(evidence, Digests.sha256(quote)).or(() -> signatures(evidence));
    }

    private static Optional<EvidenceRefusal> envelope(EvidenceSubmitted evidence, Bytes32 quoteHash) {
        EvidenceEnvelope envelope = evidence.envelope();
        NodeId nodeId = evidence.nodeId();
        if (!envelope.nodeId().equals(nodeId)) {
            return refused(new EvidenceRefusal.EnvelopeMismatch("nodeId"));
        }
        if (!envelope.evidenceHash().equals(quoteHash)) {
            return refused(new EvidenceRefusal.EnvelopeMismatch("evidenceHash"));
        }
        if (envelope.blockNumber() != evidence.blockNumber()) {
            return refused(new EvidenceRefusal.EnvelopeMismatch("blockNumber"));
        }
        return VerifyingKey.parse(evidence.nodePublicKey()).nodeId().equals(nodeId)
                ? Optional.empty()
                : refused(new EvidenceRefusal.NotTheNodesKey(nodeId));
    }

    private Optional<EvidenceRefusal> signatures(EvidenceSubmitted evidence) {
        EvidenceEnvelope envelope = evidence.envelope();
        VerifyingKey nodeKey = VerifyingKey.parse(evidence.nodePublicKey());
        Bytes32 digest = envelope.digest(domains);
        if (!isSigned(digest, evidence.nodeSignature(), nodeKey.address())) {
            return refused(new EvidenceRefusal.NotSigned(Signer.NODE_KEY));
        }
        return isSigned(digest, evidence.stakeSignature(), evidence.stakeAccount())
                ? Optional.empty()
                : refused(new EvidenceRefusal.NotSigned(Signer.STAKE_ACCOUNT));
    }

    private boolean isSigned(Bytes32 digest, Signature signature, Address by) {
        return signers.signer(digest, signature).filter(by::equals).isPresent();
    }

    /**
     * Whether a block may still carry a nonce.
     *
     * @param blockNumber the block that the evidence names
     * @param block that block, if it is known to be finalized
     * @param submittedAt when the evidence was submitted
     */
    public Optional<EvidenceRefusal> block(long blockNumber, Optional<FinalizedBlock> block, Instant submittedAt) {
        return block(blockNumber, block, submittedAt, blockMaxAge);
    }

    /** As {@link #block}, by the clock of a validator that may have got the evidence late: twice the age. */
    public Optional<EvidenceRefusal> blockOnArrival(
            long blockNumber, Optional<FinalizedBlock> block, Instant receivedAt) {
        return block(blockNumber, block, receivedAt, blockMaxAge.multipliedBy(2));
    }

    private static Optional<EvidenceRefusal> block(
            long blockNumber, Optional<FinalizedBlock> block, Instant at, Duration maxAge) {
        if (block.isEmpty()) {
            return refused(new EvidenceRefusal.BlockNotFinalized(blockNumber));
        }
        Instant time = block.get().time();
        return time.plus(maxAge).isBefore(at)
                ? refused(new EvidenceRefusal.BlockTooOld(blockNumber, time, maxAge))
                : Optional.empty();
    }

    private static Optional<EvidenceRefusal> refused(EvidenceRefusal refusal) {
        return Optional.of(refusal);
    }
}
