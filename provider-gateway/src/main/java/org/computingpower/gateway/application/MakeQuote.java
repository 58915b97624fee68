package org.computingpower.gateway.application;

import jakarta.inject.Singleton;
import org.computingpower.gateway.domain.Blob;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.Signature;
import org.computingpower.terms.market.AttestationBinding;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.EvidenceEnvelope;
import org.jboss.logging.Logger;

/**
 * Makes evidence: a quote that binds node key, money and the gateway's keys to a block, signed by the node key. The stake
 * account's signature is added by the provider's client. The new quote is the current one at once.
 */
@Singleton
public class MakeQuote {
    private static final Logger LOG = Logger.getLogger(MakeQuote.class);

    private final NodeIdentity identity;
    private final QuoteProvider provider;
    private final QuoteStore store;
    private final MarketFile market;

    /** Wires the use case. */
    public MakeQuote(NodeIdentity identity, QuoteProvider provider, QuoteStore store, MarketFile market) {
        this.identity = identity;
        this.provider = provider;
        this.store = store;
        this.market = market;
    }

    /**
     * What the quote shall bind.
     *
     * @param chainId EIP-155 chain id
     * @param nodeRegistry NodeRegistry of the market
     * @param stakeAccount the account whose stake stands for the node
     * @param payee where the earnings go
     * @param blockNumber a finalized block
     * @param nonce the nonce over that block
     */
    public record Request(
            long chainId, Address nodeRegistry, Address stakeAccount, Address payee, long blockNumber, Bytes32 nonce) {}

    /**
     * The evidence.
     *
     * @param quote the quote's bytes
     * @param hpkePublicKey the bound HPKE key
     * @param tlsSpkiSha256 the bound TLS key
     * @param envelope what node key and stake account sign
     * @param nodeSignature the node key's signature over the envelope
     */
    public record Evidence(
            Blob quote,
            Bytes32 hpkePublicKey,
            Bytes32 tlsSpkiSha256,
            EvidenceEnvelope envelope,
            Signature nodeSignature) {}

    /**
     * Makes the quote.
     *
     * @throws IllegalArgumentException if the request names another market
     */
    public Evidence make(Request request) {
        if (request.chainId() != market.chainId()
                || !request.nodeRegistry().equals(market.contracts().nodeRegistry())) {
            throw new IllegalArgumentException("The request names another market than this gateway's market file");
        }
        AttestationBinding binding = new AttestationBinding(
                request.chainId(),
                request.nodeRegistry(),
                identity.nodeKey().verifyingKey(),
                request.stakeAccount(),
                request.payee(),
                identity.hpkePublicKey(),
                identity.tlsSpkiSha256(),
                request.blockNumber(),
                request.nonce());
        byte[] quote = provider.quote(binding.reportData());
        Bytes32 quoteHash = Digests.sha256(quote);
        EvidenceEnvelope envelope = new EvidenceEnvelope(identity.nodeId(), quoteHash, request.blockNumber());
        Signature signature = envelope.sign(identity.nodeKey(), market.domains());
        store.replace(new CurrentQuote(quoteHash, request.stakeAccount(), request.payee(), request.blockNumber()));
        LOG.infof(
                "Quote made: quoteHash=%s block=%d trustDomain=%s",
                quoteHash, request.blockNumber(), provider.trustDomain());
        return new Evidence(new Blob(quote), identity.hpkePublicKey(), identity.tlsSpkiSha256(), envelope, signature);
    }
}
