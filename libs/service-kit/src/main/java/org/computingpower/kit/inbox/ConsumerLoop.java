package org.computingpower.kit.inbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.computingpower.kit.KitConfig;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The thread of one consumer: poll, apply, commit the offset. A transient failure rewinds to the start of the poll and
 * waits, while polling paused partitions so that the group keeps this member.
 */
final class ConsumerLoop implements Runnable {
    private static final Logger LOG = Logger.getLogger(ConsumerLoop.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    /** Longest silence of a live loop: a batch of single transactions, each with its own time-out, can be long. */
    private static final Duration MAX_SILENCE = Duration.ofMinutes(10);

    private final EventConsumer consumer;
    private final BatchApplier applier;
    private final KitConfig.Consumer config;
    private final Map<String, Object> settings;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile long lastTurnNanos = System.nanoTime();
    private volatile @Nullable KafkaConsumer<String, byte[]> current;
    private Duration backoff = FIRST_BACKOFF;
    private long healedNanos = System.nanoTime();

    ConsumerLoop(EventConsumer consumer, BatchApplier applier, KitConfig.Consumer config, Map<String, Object> kafka) {
        this.consumer = consumer;
        this.applier = applier;
        this.config = config;
        this.settings = new HashMap<>(kafka);
        String prefix = config.groupPrefix().equals("-") ? "" : config.groupPrefix();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, prefix + consumer.name());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, consumer.name());
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.maxBatch());
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
    }

    String name() {
        return consumer.name();
    }

    /** Whether the loop still turns. */
    boolean alive() {
        return !ended.get() && System.nanoTime() - lastTurnNanos < MAX_SILENCE.toNanos();
    }

    void stop() {
        stopped.countDown();
        KafkaConsumer<String, byte[]> kafka = current;
        if (kafka != null) {
            kafka.wakeup();
        }
    }

    @Override
    public void run() {
        try {
            while (running()) {
                try (KafkaConsumer<String, byte[]> kafka =
                        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
                    current = kafka;
                    kafka.subscribe(consumer.topics());
                    consume(kafka);
                } catch (WakeupException | InterruptException e) {
                    LOG.debugf("Consumer stops: consumer=%s", consumer.name());
                } catch (RuntimeException e) {
                    LOG.warnf(e, "Consumer starts again: consumer=%s", consumer.name());
                    sleep(nextBackoff());
                } finally {
                    current = null;
                }
            }
        } finally {
            ended.set(true);
        }
    }

    private void consume(KafkaConsumer<String, byte[]> kafka) {
        while (running()) {
            lastTurnNanos = System.nanoTime();
            ConsumerRecords<String, byte[]> records = kafka.poll(POLL);
            try {
                if (!records.isEmpty()) {
                    applier.apply(records);
                    commit(kafka, records);
                }
                if (System.nanoTime() - healedNanos > config.healInterval().toNanos()) {
                    applier.heal();
                    healedNanos = System.nanoTime();
                }
                backoff = FIRST_BACKOFF;
            } catch (TransientEventException e) {
                Duration pause = nextBackoff();
                LOG.warnf(
                        "Consumer tries again: consumer=%s events=%d pauseMillis=%d reason=%s",
                        consumer.name(), records.count(), pause.toMillis(), e.getMessage());
                rewind(kafka, records);
                waitPaused(kafka, pause);
            }
        }
    }

    private static void commit(KafkaConsumer<String, byte[]> kafka, ConsumerRecords<String, byte[]> records) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            offsets.put(
                    partition,
                    new OffsetAndMetadata(records.records(partition).getLast().offset() + 1));
        }
        kafka.commitSync(offsets);
    }

    private static void rewind(KafkaConsumer<String, byte[]> kafka, ConsumerRecords<String, byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            if (kafka.assignment().contains(partition)) {
                kafka.seek(partition, records.records(partition).getFirst().offset());
            }
        }
    }

    private void waitPaused(KafkaConsumer<String, byte[]> kafka, Duration pause) {
        long end = System.nanoTime() + pause.toNanos();
        while (running() && System.nanoTime() < end) {
            lastTurnNanos = System.nanoTime();
            kafka.pause(kafka.assignment());
            // Partitions that are assigned during the poll are not paused yet.
            rewind(kafka, kafka.poll(POLL));
        }
        kafka.resume(kafka.assignment());
    }

    private Duration nextBackoff() {
        Duration pause = backoff;
        Duration doubled = backoff.multipliedBy(2);
        backoff = doubled.compareTo(config.maxBackoff()) > 0 ? config.maxBackoff() : doubled;
        return pause;
    }

    private boolean running() {
        return stopped.getCount() > 0;
    }

    private void sleep(Duration pause) {
        try {
            if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debugf("Consumer stops: consumer=%s", consumer.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped.countDown();
        }
    }

    /** For the liveness message; not the Kafka state. */
    @Override
    public String toString() {
        return "ConsumerLoop[" + consumer.name() + (ended.get() ? ", ended" : "") + "]";
    }
}
