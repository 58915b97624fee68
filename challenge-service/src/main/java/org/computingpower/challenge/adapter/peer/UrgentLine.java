package org.computingpower.challenge.adapter.peer;

import io.micrometer.core.instrument.Counter;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import org.computingpower.challenge.adapter.peer.PeerConnection.Reply;
import org.jboss.logging.Logger;

/** What decides about a round, a few messages per epoch: each is posted at once, waits for no other, and is repeated until it is useless. */
final class UrgentLine {

    private static final Logger LOG = Logger.getLogger(UrgentLine.class);
    private static final int MAX_IN_FLIGHT = 256;

    private final PeerConnection peer;
    private final InstantSource clock;
    private final Counter dropped;
    private final Semaphore room = new Semaphore(MAX_IN_FLIGHT);

    UrgentLine(PeerConnection peer, InstantSource clock, Counter dropped) {
        this.peer = peer;
        this.clock = clock;
        this.dropped = dropped;
    }

    void send(String path, byte[] json, long untilMillis) {
        if (room.tryAcquire()) {
            attempt(path, json, untilMillis, new Backoff());
        } else {
            dropped.increment();
        }
    }

    private void attempt(String path, byte[] json, long untilMillis, Backoff backoff) {
        var _ = peer.post(path, json).thenAccept(reply -> {
            switch (reply) {
                case Reply.Taken ignored -> room.release();
                case Reply.Refused(int status) -> end(path, "status " + status);
                case Reply.Again(String reason) -> {
                    if (clock.millis() < untilMillis) {
                        backoff.after(() -> attempt(path, json, untilMillis, backoff));
                    } else {
                        end(path, reason);
                    }
                }
            }
        });
    }

    private void end(String path, String reason) {
        room.release();
        dropped.increment();
        LOG.debugf("Peer did not take a message: peer=%s path=%s reason=%s", peer, path, reason);
    }
}
