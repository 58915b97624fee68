package org.computingpower.registry.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.computingpower.events.MarketEvent;
import org.computingpower.registry.domain.Node;
import org.computingpower.terms.NodeId;

/** The one way in which a node changes: under its lock, to the next version, with its fact in the same transaction. */
@ApplicationScoped
public class NodeChanges {
    private final NodeStore nodes;
    private final Publisher publisher;
    private final Market market;
    private final InstantSource clock;

    NodeChanges(NodeStore nodes, Publisher publisher, Market market, InstantSource clock) {
        this.nodes = nodes;
        this.publisher = publisher;
        this.market = market;
        this.clock = clock;
    }

    /** Adds a new node and publishes it; false if its id is there already. */
    Uni<Boolean> add(SqlClient transaction, Node node) {
        return nodes.insert(transaction, node)
                .chain(inserted -> inserted
                        ? publisher
                                .publish(transaction, NodeEvents.changed(node))
                                .replaceWith(true)
                        : Uni.createFrom().item(false));
    }

    /**
     * Changes a node.
     *
     * @param change next state for the current one and the epoch from which it counts; the same state means no change
     * @param facts further facts to publish with the change
     * @return the state afterwards, empty if there is no such node
     */
    public Uni<Optional<Node>> apply(
            SqlClient transaction, NodeId nodeId, BiFunction<Node, Long, Node> change, MarketEvent... facts) {
        return apply(transaction, nodeId, change, next -> List.of(facts));
    }

    /** The same with facts that follow from the next state. */
    Uni<Optional<Node>> apply(
            SqlClient transaction,
            NodeId nodeId,
            BiFunction<Node, Long, Node> change,
            Function<Node, List<MarketEvent>> facts) {
        long epoch = market.effectiveEpoch(clock.instant());
        return nodes.lock(transaction, nodeId).chain(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom().item(Optional.empty());
            }
            Node next = change.apply(found.get(), epoch);
            if (next.version() == found.get().version()) {
                return Uni.createFrom().item(found);
            }
            List<MarketEvent> published = new ArrayList<>(facts.apply(next));
            published.add(NodeEvents.changed(next));
            return nodes.update(transaction, next)
                    .chain(() -> publisher.publish(transaction, published.toArray(MarketEvent[]::new)))
                    .replaceWith(Optional.of(next));
        });
    }
}
