package org.computingpower.benchmarks.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** Nodes that listen to the round stream, each on a connection of its own, read by one thread. */
final class StreamCrowd implements AutoCloseable {
    /** Connections opened between two pauses: the queue of a listening socket is short. */
    private static final int AT_ONCE = 100;

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final byte[] REQUEST =
            "GET /api/challenge/v1/rounds/stream HTTP/1.1\r\nHost: service\r\nAccept: text/event-stream\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
    /** An event is written as one buffer of a few hundred bytes: it comes in one piece. */
    private static final Pattern OPENED = Pattern.compile("event: round-open\n[^\n]*\"epoch\":([0-9]+)");

    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final Map<Long, Heard> rounds = new ConcurrentHashMap<>();
    private final AtomicInteger lost = new AtomicInteger();
    private final Thread thread;
    private volatile boolean running = true;

    /** Connects so many listeners. */
    StreamCrowd(String url, int size) {
        try {
            selector = Selector.open();
            InetSocketAddress service = new InetSocketAddress(
                    URI.create(url).getHost(), URI.create(url).getPort());
            for (int i = 0; i < size; i++) {
                SocketChannel channel = SocketChannel.open();
                channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
                channel.connect(service);
                channel.write(ByteBuffer.wrap(REQUEST));
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ);
                if (i % AT_ONCE == 0) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = Thread.ofPlatform().daemon().name("streams").start(this::read);
    }

    private void read() {
        while (running) {
            try {
                selector.select(this::read, TimeUnit.SECONDS.toMillis(1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void read(SelectionKey key) {
        buffer.clear();
        int count;
        try {
            count = ((SocketChannel) key.channel()).read(buffer);
        } catch (IOException reset) {
            count = -1;
        }
        if (count < 0) {
            lost.incrementAndGet();
            key.cancel();
        } else {
            OPENED.matcher(new String(buffer.array(), 0, count, StandardCharsets.US_ASCII))
                    .results()
                    .mapToLong(opened -> Long.parseLong(opened.group(1)))
                    .forEach(epoch -> rounds.merge(
                            epoch,
                            new Heard(1, System.nanoTime()),
                            (known, one) -> new Heard(known.streams() + 1, one.lastNanos())));
        }
    }

    /**
     * Who heard of a round.
     *
     * @param streams how many
     * @param lastNanos {@link System#nanoTime} when the last of them did
     */
    record Heard(int streams, long lastNanos) {}

    /** Who heard of the round of an epoch. */
    Heard of(long epoch) {
        return rounds.getOrDefault(epoch, new Heard(0, 0));
    }

    /** How many were cut off. */
    int lost() {
        return lost.get();
    }

    @Override
    public void close() {
        running = false;
        selector.wakeup();
        try {
            thread.join();
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
