package org.computingpower.order.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computingpower.events.Actor;
import org.computingpower.events.RegistryNodeEvent.NodeChanged;
import org.computingpower.order.application.NodeStore.Wanted;
import org.computingpower.order.domain.Cause;
import org.computingpower.order.domain.ListedNode;
import org.computingpower.order.domain.MarketRules;
import org.computingpower.order.domain.OrderState.Quoted;
import org.computingpower.order.domain.PlacedOrder;
import org.computingpower.order.domain.Progress;
import org.computingpower.order.domain.Quoting;
import org.computingpower.order.domain.Refusal;
import org.computingpower.order.domain.StateName;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Offer;
import org.computingpower.terms.signed.Order;

/** Freezes the terms of an order on a listed node and reserves the node softly. */
@ApplicationScoped
public class PlaceQuote {
    /** So many nodes are tried when others take them at the same moment. */
    static final int CANDIDATES = 5;

    /** Name of the constraint that another order holds the node. */
    public static final String RESERVED = "reserved";

    /** Name of the constraint that the node can be used as wanted. */
    public static final String MODE = "mode";

    private final OrderStore orders;
    private final NodeStore nodes;
    private final Publisher publisher;
    private final MarketRules market;
    private final Quoting quoting;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    PlaceQuote(OrderStore orders, NodeStore nodes, Publisher publisher, MarketRules market, InstantSource clock) {
        this.orders = orders;
        this.nodes = nodes;
        this.publisher = publisher;
        this.market = market;
        this.quoting = new Quoting(market);
        this.clock = clock;
    }

    /** What came of a request for a quote. */
    public sealed interface Answer {
        /** The order may be signed until {@code expiresAt}. */
        record Given(PlacedOrder order, NodeChanged node, Instant expiresAt) implements Answer {}

        /** Refused. */
        record Refused(Refusal refusal) implements Answer {}
    }

    /** A quote for the caller's wallet {@code user}. */
    public Uni<Answer> quote(SqlClient transaction, String subject, Address user, Wanted wanted) {
        Optional<Refusal> term = quoting.refusal(wanted.durationSeconds());
        if (term.isPresent()) {
            return refused(term.get());
        }
        Instant now = clock.instant();
        return nodes.isBound(transaction, user, subject).chain(bound -> {
            if (!bound) {
                return refused(new Refusal.WalletNotBound(user));
            }
            return orders.unfunded(transaction, subject, user)
                    .chain(unfunded -> unfunded >= market.unfundedLimit()
                            ? refused(new Refusal.TooManyReservations(market.unfundedLimit()))
                            : withPolicy(transaction, subject, user, wanted, now));
        });
    }

    private Uni<Answer> withPolicy(SqlClient transaction, String subject, Address user, Wanted wanted, Instant now) {
        long epoch =
                now.isBefore(market.epochs().genesis()) ? 0 : market.epochs().epochAt(now);
        return nodes.activePolicy(transaction, epoch).chain(policy -> {
            if (policy.isEmpty()) {
                return refused(new Refusal.NoPolicy());
            }
            Request request = new Request(subject, user, wanted, policy.get(), now);
            return nodes.candidates(transaction, wanted, CANDIDATES)
                    .chain(candidates -> tryEach(transaction, request, candidates, 0));
        });
    }

    private record Request(String subject, Address user, Wanted wanted, Bytes32 policyHash, Instant now) {}

    private Uni<Answer> tryEach(SqlClient transaction, Request request, List<NodeChanged> candidates, int index) {
        if (index == candidates.size()) {
            return nothing(transaction, request.wanted());
        }
        NodeChanged node = candidates.get(index);
        PlacedOrder order = order(request, node);
        return orders.reserve(transaction, order)
                .chain(reserved -> reserved
                        ? write(transaction, order, node, request)
                        : tryEach(transaction, request, candidates, index + 1));
    }

    private PlacedOrder order(Request request, NodeChanged node) {
        ListedNode listed = Nodes.listed(node);
        Offer offer = listed.offer();
        Bytes32 offerHash = listed.offerHash();
        if (offer == null || offerHash == null) {
            throw new IllegalStateException("Candidates have an offer: " + node.nodeId());
        }
        byte[] salt = new byte[Bytes32.LENGTH];
        random.nextBytes(salt);
        Order terms = quoting.terms(
                offer,
                offerHash,
                request.user(),
                request.wanted().durationSeconds(),
                request.wanted().mode(),
                phiBps(request.wanted().mode(), node),
                request.policyHash(),
                Bytes32.of(salt),
                request.now());
        return new PlacedOrder(
                terms.orderId(),
                terms,
                request.subject(),
                listed.providerSubject(),
                listed.nodeKey(),
                listed.trustRootHash(),
                request.now(),
                new Quoted(quoting.expiresAt(request.now())),
                Progress.NONE,
                1,
                1);
    }

    private static int phiBps(Mode mode, NodeChanged node) {
        Integer shared = node.sharedPhiBps();
        if (mode != Mode.SHARED) {
            return Quoting.WHOLE;
        }
        if (shared == null) {
            throw new IllegalStateException("Candidates can be shared if that is wanted: " + node.nodeId());
        }
        return shared;
    }

    private Uni<Answer> write(SqlClient transaction, PlacedOrder order, NodeChanged node, Request request) {
        Instant expiresAt = quoting.expiresAt(request.now());
        Transition first = new Transition(1, null, StateName.QUOTED, Cause.QUOTED, Actor.USER, null, request.now());
        return orders.insert(transaction, order, expiresAt, first)
                .chain(() -> publisher.publish(transaction, OrderFacts.of(order.state(), order)))
                .replaceWith(new Answer.Given(order, node, expiresAt));
    }

    private Uni<Answer> nothing(SqlClient transaction, Wanted wanted) {
        NodeId nodeId = wanted.nodeId();
        if (nodeId == null) {
            return nodes.rejected(transaction, wanted).chain(counts -> refused(new Refusal.NothingMatches(counts)));
        }
        return nodes.find(transaction, nodeId)
                .chain(node -> node.isEmpty()
                        ? refused(new Refusal.NodeUnknown(nodeId))
                        : nodes.rejected(transaction, wanted)
                                .chain(counts -> whyNot(transaction, nodeId, wanted, counts)));
    }

    private Uni<Answer> whyNot(SqlClient transaction, NodeId nodeId, Wanted wanted, Map<String, Long> counts) {
        if (counts.containsKey(MODE)) {
            return refused(new Refusal.NodeNotShared(nodeId));
        }
        if (!counts.isEmpty() && !counts.containsKey(RESERVED)) {
            return refused(new Refusal.NothingMatches(counts));
        }
        // Held by another order, or taken by one in this moment.
        return nodes.candidates(transaction, wanted.anywhere(), CANDIDATES)
                .chain(free -> refused(new Refusal.NodeReserved(
                        nodeId, free.stream().map(NodeChanged::nodeId).toList())));
    }

    private static Uni<Answer> refused(Refusal refusal) {
        return Uni.createFrom().item(new Answer.Refused(refusal));
    }
}
