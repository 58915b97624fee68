package org.computingpower.order.domain;

import java.time.Instant;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.signed.Order;

/**
 * An order with all that this service knows of it.
 *
 * @param id hashStruct of the terms
 * @param terms what the user signs, never changed
 * @param userSubject OIDC subject of the user
 * @param providerSubject OIDC subject of the node's provider
 * @param nodeKey address of the node key, which signs acceptance and deployment status
 * @param trustRootHash root of the evidence that the node was listed with
 * @param createdAt when it was quoted
 * @param state where it stands
 * @param progress how far settlement came
 * @param seq number of its last transition, from 1
 * @param version rises by one with each change, from 1
 */
public record PlacedOrder(
        OrderId id,
        Order terms,
        String userSubject,
        String providerSubject,
        Address nodeKey,
        Bytes32 trustRootHash,
        Instant createdAt,
        OrderState state,
        Progress progress,
        int seq,
        long version) {

    PlacedOrder moved(OrderState next, Progress nextProgress) {
        return copy(next, nextProgress, seq + 1);
    }

    PlacedOrder kept(Progress nextProgress) {
        return copy(state, nextProgress, seq);
    }

    private PlacedOrder copy(OrderState nextState, Progress nextProgress, int nextSeq) {
        return new PlacedOrder(
                id,
                terms,
                userSubject,
                providerSubject,
                nodeKey,
                trustRootHash,
                createdAt,
                nextState,
                nextProgress,
                nextSeq,
                version + 1);
    }
}
