package org.computingpower.kit.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.computingpower.kit.Detached;
import org.computingpower.kit.KitConfig;
import org.jboss.logging.Logger;

/** Runs every {@link EventConsumer} of the service on a thread of its own, from start-up to shutdown. */
@ApplicationScoped
public class ConsumerRunner {
    private static final Logger LOG = Logger.getLogger(ConsumerRunner.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private final Instance<EventConsumer> consumers;
    private final Inbox inbox;
    private final ParkedEvents parked;
    private final Detached detached;
    private final KitConfig config;
    private final Map<String, Object> kafka;
    private final MeterRegistry metrics;
    private final Map<ConsumerLoop, Thread> loops = new LinkedHashMap<>();

    ConsumerRunner(
            @Any Instance<EventConsumer> consumers,
            Inbox inbox,
            ParkedEvents parked,
            Detached detached,
            KitConfig config,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            MeterRegistry metrics) {
        this.consumers = consumers;
        this.inbox = inbox;
        this.parked = parked;
        this.detached = detached;
        this.config = config;
        this.kafka = kafka;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent event) {
        if (!config.consumer().enabled()) {
            return;
        }
        Set<String> names = new HashSet<>();
        for (EventConsumer consumer : consumers) {
            if (!names.add(consumer.name())) {
                throw new IllegalStateException("Two consumers are named " + consumer.name());
            }
            BatchApplier applier = new BatchApplier(consumer, inbox, parked, detached, config, metrics);
            ConsumerLoop loop = new ConsumerLoop(consumer, applier, config.consumer(), kafka);
            loops.put(
                    loop,
                    Thread.ofPlatform().name("consumer-" + consumer.name()).start(loop));
            LOG.infof("Consumer started: consumer=%s topics=%s", consumer.name(), consumer.topics());
        }
    }

    void stop(@Observes @Priority(1) ShutdownEvent event) throws InterruptedException {
        loops.keySet().forEach(ConsumerLoop::stop);
        for (Thread thread : loops.values()) {
            thread.join(STOP_TIMEOUT);
        }
    }

    /** Names of consumers that stand still although they should run; empty when all is well. */
    public List<String> stopped() {
        return loops.entrySet().stream()
                .filter(entry -> !entry.getKey().alive() || !entry.getValue().isAlive())
                .map(entry -> entry.getKey().name())
                .toList();
    }
}
