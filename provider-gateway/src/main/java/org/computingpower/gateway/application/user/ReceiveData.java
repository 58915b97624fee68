package org.computingpower.gateway.application.user;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.computingpower.gateway.application.CurrentQuote;
import org.computingpower.gateway.application.NodeIdentity;
import org.computingpower.gateway.application.QuoteStore;
import org.computingpower.gateway.application.orders.DesiredOrder;
import org.computingpower.gateway.application.orders.OrderData;
import org.computingpower.gateway.application.orders.RunningOrders;
import org.computingpower.gateway.config.GatewayConfig;
import org.computingpower.gateway.domain.Blob;
import org.computingpower.gateway.domain.access.ManifestRefusal;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.DataManifest;
import org.computingpower.terms.signed.DataReceipt;
import org.jboss.logging.Logger;

/**
 * Takes sealed data: signed by the order's user, sealed to the current quote's key, in sequence. The number moves before
 * the data is delivered, so that a crash between the two loses a message rather than delivering two under one number.
 */
@Singleton
public class ReceiveData {
    private static final Logger LOG = Logger.getLogger(ReceiveData.class);

    private final NodeIdentity identity;
    private final MarketFile market;
    private final RunningOrders running;
    private final QuoteStore quotes;
    private final UserState users;
    private final DataOpener opener;
    private final OrderData data;
    private final GatewayConfig config;
    private final InstantSource clock;

    /** Wires the use case. */
    public ReceiveData(
            NodeIdentity identity,
            MarketFile market,
            RunningOrders running,
            QuoteStore quotes,
            UserState users,
            DataOpener opener,
            OrderData data,
            GatewayConfig config,
            InstantSource clock) {
        this.identity = identity;
        this.market = market;
        this.running = running;
        this.quotes = quotes;
        this.users = users;
        this.opener = opener;
        this.data = data;
        this.config = config;
        this.clock = clock;
    }

    /** What came of a message. */
    public sealed interface Outcome {
        /** Delivered; the node signs for it. */
        record Received(DataReceipt receipt, Signature signature) implements Outcome {}

        /** Not taken; nothing changed. */
        record Refused(ManifestRefusal reason) implements Outcome {}
    }

    /**
     * A sealed message.
     *
     * @param manifest what the user signed
     * @param signature the user's signature
     * @param encapsulation HPKE's encapsulated key
     * @param ciphertext the ciphertext with its tag
     */
    public record Message(DataManifest manifest, Signature signature, Blob encapsulation, Blob ciphertext) {}

    /** Associated data of a seal: {@code orderId ‖ quoteHash}. */
    public static byte[] associatedData(OrderId orderId, Bytes32 quoteHash) {
        byte[] aad = Arrays.copyOf(orderId.value().toArray(), 2 * Bytes32.LENGTH);
        System.arraycopy(quoteHash.toArray(), 0, aad, Bytes32.LENGTH, Bytes32.LENGTH);
        return aad;
    }

    /** Checks, opens, delivers and signs the receipt. One message at a time: the sequence is a sequence. */
    public synchronized Outcome receive(Message message) {
        DataManifest manifest = message.manifest();
        Optional<ManifestRefusal> refusal = refusal(message);
        if (refusal.isPresent()) {
            return new Outcome.Refused(refusal.get());
        }
        Optional<byte[]> opened = opener.open(
                message.encapsulation().toArray(),
                associatedData(manifest.orderId(), manifest.quoteHash()),
                message.ciphertext().toArray());
        if (opened.isEmpty()) {
            return new Outcome.Refused(new ManifestRefusal.NotOpened());
        }
        byte[] plaintext = opened.get();
        users.setLastSequence(manifest.orderId(), manifest.seq());
        data.deliver(manifest.orderId(), manifest.seq(), plaintext);
        Arrays.fill(plaintext, (byte) 0);
        DataReceipt receipt = new DataReceipt(
                manifest.orderId(),
                manifest.seq(),
                manifest.ciphertextSha256(),
                clock.instant().getEpochSecond());
        LOG.infof("Data received: orderId=%s seq=%d bytes=%d", manifest.orderId(), manifest.seq(), plaintext.length);
        return new Outcome.Received(receipt, receipt.sign(identity.nodeKey(), market.domains()));
    }

    private Optional<ManifestRefusal> refusal(Message message) {
        DataManifest manifest = message.manifest();
        Optional<DesiredOrder> order = running.find(manifest.orderId());
        if (order.isEmpty() || !manifest.isSignedBy(order.get().user(), message.signature(), market.domains())) {
            return Optional.of(new ManifestRefusal.NotYours());
        }
        Optional<CurrentQuote> quote = quotes.current();
        if (quote.isEmpty()) {
            return Optional.of(new ManifestRefusal.NoQuote());
        }
        if (!manifest.quoteHash().equals(quote.get().quoteHash())) {
            return Optional.of(new ManifestRefusal.OtherQuote(quote.get().quoteHash()));
        }
        long expected = users.lastSequence(manifest.orderId()) + 1;
        if (manifest.seq() != expected) {
            return Optional.of(new ManifestRefusal.OutOfSequence(expected));
        }
        if (message.ciphertext().length() > config.data().maxBytes()) {
            return Optional.of(new ManifestRefusal.TooLarge(config.data().maxBytes()));
        }
        if (data.deliveredBytes(manifest.orderId()) + message.ciphertext().length()
                > config.data().maxOrderBytes()) {
            return Optional.of(new ManifestRefusal.TooLarge(config.data().maxOrderBytes()));
        }
        return Digests.sha256(message.ciphertext().toArray()).equals(manifest.ciphertextSha256())
                ? Optional.empty()
                : Optional.of(new ManifestRefusal.OtherCiphertext());
    }
}
