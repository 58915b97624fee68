package org.computingpower.relayer.application;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.computingpower.events.FactLevel;
import org.computingpower.relayer.application.ChainNode.Header;
import org.computingpower.relayer.application.InboundBooks.Follower;
import org.computingpower.relayer.application.InboundBooks.LastEvent;
import org.computingpower.relayer.application.InboundBooks.NumberedLog;
import org.computingpower.relayer.application.InboundBooks.Position;
import org.computingpower.relayer.domain.ChainBlock;
import org.computingpower.terms.Address;
import org.jspecify.annotations.Nullable;

/**
 * Catches up with a long finalized past by ranges instead of block by block: only blocks with logs and the last block of
 * each range are kept. Memory is bounded by one range's logs; progress is durable after every range.
 */
final class Backfill {

    /** A poll stays short enough to renew the lease and to finalize what was read. */
    private static final int RANGES_PER_POLL = 10;

    private final InboundBooks books;
    private final LogReader reader;
    private final FactFactory factory;
    private final FollowSettings settings;
    private final Progress progress;

    Backfill(InboundBooks books, LogReader reader, FactFactory factory, FollowSettings settings, Progress progress) {
        this.books = books;
        this.reader = reader;
        this.factory = factory;
        this.settings = settings;
        this.progress = progress;
    }

    /** Reads ranges while more than one range of finalized blocks is ahead; otherwise changes nothing. */
    Position run(Follower follower, Endpoints.View view, Position position) {
        Optional<ChainBlock> tip = position.tip();
        long finalized = view.finalized().map(header -> header.block().number()).orElse(-1L);
        for (int range = 0; range < RANGES_PER_POLL; range++) {
            long from = tip.map(block -> block.number() + 1).orElse(settings.firstBlock());
            if (finalized - from < settings.backfillRange()) {
                break;
            }
            long to = from + settings.backfillRange() - 1;
            tip = Optional.of(store(follower, view, to, reader.ofRange(view, from, to, settings.contracts())));
            progress.backfilled(to, finalized);
        }
        return new Position(tip, position.finalized(), position.halted());
    }

    /**
     * Reads again what an endpoint left out of blocks that are already in the books: everything of that contract after
     * its last known event. The facts then become final like all others.
     */
    void heal(Follower follower, Endpoints.View view, Address contract, ChainBlock tip) {
        long from = books.lastEvent(contract).map(LastEvent::blockNumber).orElse(settings.firstBlock());
        while (from <= tip.number()) {
            long to = Math.min(tip.number(), from + settings.backfillRange() - 1);
            store(follower, view, to, reader.ofRange(view, from, to, List.of(contract)));
            from = to + 1;
        }
    }

    private ChainBlock store(Follower follower, Endpoints.View view, long to, List<NumberedLog> logs) {
        factory.learnFees(view, logs);
        TreeMap<Long, List<NumberedLog>> byBlock = logs.stream()
                .collect(Collectors.groupingBy(log -> log.log().blockNumber(), TreeMap::new, Collectors.toList()));
        byBlock.putIfAbsent(to, List.of());
        @Nullable ChainBlock last = null;
        for (var entry : byBlock.entrySet()) {
            last = block(view, entry.getKey(), entry.getValue());
            Optional<ChainBlock> known = books.block(last.number());
            if (known.isPresent() && !known.get().equals(last)) {
                throw new ChainUnavailableException("Block " + last.number() + " is not the one in the books");
            }
            books.append(follower, last, entry.getValue(), factory.facts(last, entry.getValue(), FactLevel.SEEN));
        }
        return Objects.requireNonNull(last);
    }

    private static ChainBlock block(Endpoints.View view, long number, List<NumberedLog> logs) {
        ChainBlock block = view.primary()
                .block(number)
                .map(Header::block)
                .orElseThrow(() -> new ChainUnavailableException("No block " + number));
        for (NumberedLog log : logs) {
            if (!log.log().blockHash().equals(block.hash())) {
                throw new ChainUnavailableException("The logs of block " + number + " are of another block");
            }
        }
        return block;
    }
}
