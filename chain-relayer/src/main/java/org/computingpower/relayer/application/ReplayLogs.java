package org.computingpower.relayer.application;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.computingpower.events.FactLevel;
import org.computingpower.relayer.application.ChainNode.Header;
import org.computingpower.relayer.application.InboundBooks.Follower;
import org.computingpower.relayer.application.InboundBooks.NumberedLog;
import org.computingpower.relayer.application.InboundBooks.StoredLog;
import org.computingpower.relayer.domain.ChainBlock;
import org.computingpower.relayer.domain.ChainLog;

/**
 * Reads finalized blocks again because an operator doubts the books, one range per poll. What the books have must be what
 * the chain has; what they lack is added, and its facts are published like those of any other log. Nothing that is in the
 * books is published twice, so asking for a replay is always harmless. Progress is durable after every range.
 */
final class ReplayLogs {

    private final InboundBooks books;
    private final LogReader reader;
    private final FactFactory factory;
    private final FollowSettings settings;
    private final Alerts alerts;

    ReplayLogs(InboundBooks books, LogReader reader, FactFactory factory, FollowSettings settings, Alerts alerts) {
        this.books = books;
        this.reader = reader;
        this.factory = factory;
        this.settings = settings;
        this.alerts = alerts;
    }

    /** Reads the next range of a replay that was asked for; otherwise does nothing. */
    void run(Follower follower, Endpoints.View view) {
        Optional<Replay> wanted = books.replay().filter(replay -> !replay.finished());
        if (wanted.isPresent()) {
            Replay replay = wanted.get();
            long from = replay.nextBlock();
            long to = Math.min(replay.toBlock(), from + settings.backfillRange() - 1);
            Set<ChainLog> known = new HashSet<>();
            for (StoredLog stored : books.between(from, to)) {
                known.add(stored.log());
            }
            read(view, from, to, known).ifPresent(logs -> {
                List<NumberedLog> added =
                        logs.stream().filter(log -> !known.contains(log.log())).toList();
                store(follower, view, added);
                books.replayed(follower, replay.advanced(to, known.size(), added.size()));
            });
        }
    }

    /** The logs of the first endpoint that has all we know; an endpoint that has less left something out. */
    private Optional<List<NumberedLog>> read(Endpoints.View view, long from, long to, Set<ChainLog> known) {
        for (ChainNode node : view.all()) {
            List<NumberedLog> logs = reader.numbered(node, from, to);
            Set<ChainLog> told = new HashSet<>();
            logs.forEach(log -> told.add(log.log()));
            if (told.containsAll(known)) {
                return Optional.of(logs);
            }
        }
        alerts.raise(
                Alerts.Code.BOOKS_DIFFER,
                "no endpoint has all logs that the books have in blocks " + from + " to " + to);
        return Optional.empty();
    }

    private void store(Follower follower, Endpoints.View view, List<NumberedLog> added) {
        factory.learnFees(view, added);
        List<NumberedLog> ofBlock = new ArrayList<>();
        for (int i = 0; i < added.size(); i++) {
            ofBlock.add(added.get(i));
            long number = added.get(i).log().blockNumber();
            if (i + 1 == added.size() || added.get(i + 1).log().blockNumber() != number) {
                ChainBlock block = view.primary()
                        .block(number)
                        .map(Header::block)
                        .filter(found ->
                                found.hash().equals(ofBlock.getFirst().log().blockHash()))
                        .orElseThrow(() -> new ChainUnavailableException(
                                "The logs of block " + number + " are of another block than the endpoint has"));
                books.append(follower, block, ofBlock, factory.facts(block, ofBlock, FactLevel.SEEN));
                ofBlock.clear();
            }
        }
    }
}
