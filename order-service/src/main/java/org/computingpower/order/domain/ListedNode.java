package org.computingpower.order.domain;

import java.util.Optional;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Offer;
import org.computingpower.terms.signed.Order;
import org.jspecify.annotations.Nullable;

/**
 * A node as far as an order depends on it.
 *
 * @param nodeId the node
 * @param providerSubject OIDC subject of its provider
 * @param nodeKey address of its key
 * @param attested whether its attestation is valid
 * @param rated whether all its devices have a rating; not while its provider has them measured anew
 * @param trustRootHash root of its evidence
 * @param offer its current offer
 * @param offerHash hashStruct of that offer
 * @param sharedPhiBps basis points of it that a shared order leaves to its solver; null if orders have it alone
 */
public record ListedNode(
        NodeId nodeId,
        String providerSubject,
        Address nodeKey,
        boolean attested,
        boolean rated,
        Bytes32 trustRootHash,
        @Nullable Offer offer,
        @Nullable Bytes32 offerHash,
        @Nullable Integer sharedPhiBps) {

    /** Why the node may not accept an order on these terms now; empty if it may. */
    public Optional<Refusal.NodeNotReady> notReady(Order terms, long nowSecond) {
        if (!attested) {
            return Optional.of(new Refusal.NodeNotReady("The node's attestation is not valid."));
        }
        if (!rated) {
            return Optional.of(new Refusal.NodeNotReady("The node is being rated."));
        }
        if (offer == null || !terms.offerHash().equals(offerHash)) {
            return Optional.of(new Refusal.NodeNotReady("The offer of the order was replaced."));
        }
        if (offer.validUntil() < nowSecond) {
            return Optional.of(new Refusal.NodeNotReady("The offer of the order has ended."));
        }
        if (terms.mode() == Mode.SHARED && (sharedPhiBps == null || sharedPhiBps != terms.phiBps())) {
            return Optional.of(new Refusal.NodeNotReady("The part of the node that it shares was changed."));
        }
        return Optional.empty();
    }
}
