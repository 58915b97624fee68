package org.computingpower.registry.domain;

import java.time.Instant;
import java.util.Optional;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.MarketDomains;
import org.computingpower.terms.signed.Offer;

/** Whether an offer may become the current one of its node. */
public final class OfferCheck {
    private OfferCheck() {}

    /** Why not; empty if it may. */
    public static Optional<Refusal> refusal(
            Node node, Offer offer, Signature signature, MarketDomains domains, Instant now) {
        Offer current = node.offer();
        long expected = current == null ? 1 : current.version() + 1;
        if (offer.version() != expected) {
            return Optional.of(new Refusal.WrongVersion(expected, offer.version()));
        }
        return contradiction(node, offer, signature, domains, now).map(Refusal.OfferRefused::new);
    }

    private static Optional<String> contradiction(
            Node node, Offer offer, Signature signature, MarketDomains domains, Instant now) {
        if (!offer.nodeId().equals(node.nodeId())) {
            return Optional.of("nodeId is another node's");
        }
        if (!offer.provider().equals(node.providerAddress())) {
            return Optional.of("provider must be " + node.providerAddress());
        }
        if (!offer.payee().equals(node.payee())) {
            return Optional.of("payee must be " + node.payee());
        }
        if (!offer.stakeAccount().equals(node.stakeAccount())) {
            return Optional.of("stakeAccount must be " + node.stakeAccount());
        }
        if (offer.minSeconds() < 1 || offer.maxSeconds() < offer.minSeconds()) {
            return Optional.of("minSeconds must be at least 1 and at most maxSeconds");
        }
        if (offer.pricePerSecond().isZero()) {
            return Optional.of("pricePerSecond must not be 0");
        }
        if (offer.validUntil() <= now.getEpochSecond()) {
            return Optional.of("validUntil has passed");
        }
        if (!offer.isSignedBy(node.providerAddress(), signature, domains)) {
            return Optional.of("The signature is not that of " + node.providerAddress());
        }
        return Optional.empty();
    }
}
