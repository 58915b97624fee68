package org.computingpower.sample;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.computingpower.kit.KitConfig;
import org.computingpower.kit.inbox.EventConsumer;
import org.computingpower.kit.inbox.EventOrder;
import org.computingpower.kit.inbox.ReceivedEvent;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Counts like the others, but the first event of a key {@code fenced-…} throws this consumer out of its group before
 * the database commits: the commit of the offset after it must fail, as it does when the process dies in between.
 */
@ApplicationScoped
class FencedConsumer implements EventConsumer {
    static final String NAME = "sample.fenced";

    private final CounterWriter counters;
    private final String group;
    private final Admin admin;
    private final Set<String> fenced = ConcurrentHashMap.newKeySet();

    FencedConsumer(
            CounterWriter counters,
            KitConfig config,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.counters = counters;
        this.group = config.consumer().groupPrefix() + NAME;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    void close(@Observes ShutdownEvent event) {
        admin.close();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> topics() {
        return Set.of(Added.TOPIC);
    }

    @Override
    public EventOrder order() {
        return EventOrder.STRICT;
    }

    @Override
    public Uni<Void> apply(SqlConnection transaction, ReceivedEvent event) {
        Uni<Void> counted = counters.add(NAME, transaction, event);
        return event.key().startsWith("fenced-") && fenced.add(event.key())
                ? counted.call(() -> Uni.createFrom().completionStage(this::leaveTheGroup))
                : counted;
    }

    private java.util.concurrent.CompletionStage<Void> leaveTheGroup() {
        return admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                .all()
                .toCompletionStage();
    }
}
