package org.computingpower.relayer.application;

import java.util.List;
import java.util.Optional;
import org.computingpower.events.ChainHeadEvent;
import org.computingpower.events.FactLevel;
import org.computingpower.events.MarketEvent;
import org.computingpower.relayer.application.ChainNode.Header;
import org.computingpower.relayer.application.InboundBooks.Follower;
import org.computingpower.relayer.application.InboundBooks.NumberedLog;
import org.computingpower.relayer.application.InboundBooks.Position;
import org.computingpower.relayer.application.InboundBooks.StoredLog;
import org.computingpower.relayer.domain.Ancestor;
import org.computingpower.relayer.domain.ChainBlock;
import org.computingpower.terms.Bytes32;

/**
 * Follows the chain block by block, hash by hash, one poll at a time. Each step is one transaction, so it can be stopped
 * anywhere. Facts go out as SEEN with their block and as FINAL when a quorum of endpoints calls the block finalized.
 */
public final class FollowChain {

    /** Logs marked final in one transaction; their facts are at most a few times as many. */
    private static final int FINAL_CHUNK = 200;

    private final InboundBooks books;
    private final Endpoints endpoints;
    private final FactFactory factory;
    private final LogReader reader;
    private final Backfill backfill;
    private final ReplayLogs replay;
    private final FollowSettings settings;
    private final Alerts alerts;

    /** Over the given books and chain. Not for use by several threads. */
    public FollowChain(
            InboundBooks books,
            Endpoints endpoints,
            FactDecoder decoder,
            FollowSettings settings,
            Alerts alerts,
            Progress progress) {
        this.books = books;
        this.endpoints = endpoints;
        this.factory = new FactFactory(decoder, books, endpoints.chainId());
        this.reader = new LogReader(decoder, books, settings.contracts());
        this.backfill = new Backfill(books, reader, factory, settings, progress);
        this.replay = new ReplayLogs(books, reader, factory, settings, alerts);
        this.settings = settings;
        this.alerts = alerts;
    }

    /**
     * Does what can be done now and returns.
     *
     * @throws ChainUnavailableException if no endpoint is usable; nothing is lost
     */
    public void poll() {
        Optional<Follower> held = books.lease(settings.instance(), settings.leaseTerm());
        if (held.isEmpty()) {
            return;
        }
        Follower follower = held.get();
        Position position = books.position();
        if (position.halted().isPresent()) {
            alerts.raise(Alerts.Code.FINALITY_VIOLATED, position.halted().get());
            return;
        }
        Endpoints.View view = endpoints.look();
        try {
            if (sound(follower, view, position)) {
                position = climb(follower, view, books.position());
                finalizeUpTo(follower, view, position);
                replay.run(follower, view);
            }
        } catch (MissingEventException e) {
            // If healing finds nothing either, it throws the same again, and the next poll is the next attempt.
            alerts.raise(Alerts.Code.EVENT_MISSING, String.valueOf(e.getMessage()));
            heal(follower, view, e);
        }
    }

    /** The missing event may be in a block that is in the books already: an endpoint left it out then. */
    private void heal(Follower follower, Endpoints.View view, MissingEventException missing) {
        Optional<ChainBlock> tip = books.position().tip();
        if (tip.isPresent()) {
            backfill.heal(follower, view, missing.contract(), tip.get());
        }
    }

    // ---- forks

    /** Undoes what the chain replaced; false if nothing more can be done in this poll. */
    private boolean sound(Follower follower, Endpoints.View view, Position position) {
        if (position.tip().isEmpty()) {
            return true;
        }
        long finalized = position.finalized().map(ChainBlock::number).orElse(settings.firstBlock() - 1);
        if (position.finalized().isPresent()
                && finalityIsBroken(follower, view, position.finalized().get())) {
            return false;
        }
        ChainBlock tip = position.tip().get();
        long height = Math.min(tip.number(), view.head().block().number());
        if (height <= finalized || theirs(view, height).equals(ours(height))) {
            // An endpoint whose head is below our tip is late, and late is no fork.
            return height == tip.number();
        }
        return switch (Ancestor.find(height, finalized, this::ours, number -> theirs(view, number))) {
            case Ancestor.At at -> {
                List<StoredLog> gone = books.above(at.number());
                books.undo(follower, at.number(), factory.reverted(gone));
                yield true;
            }
            case Ancestor.FinalityViolated violated -> false;
        };
    }

    private boolean finalityIsBroken(Follower follower, Endpoints.View view, ChainBlock promised) {
        Optional<Header> found = view.primary().block(promised.number());
        if (found.isEmpty() || found.get().block().hash().equals(promised.hash())) {
            return false;
        }
        String reason = "block " + promised.number() + " was final as " + promised.hash() + " and is now "
                + found.get().block().hash();
        boolean agreed = view.quorumFor(node -> node.block(promised.number())
                .map(header -> !header.block().hash().equals(promised.hash()))
                .orElse(false));
        if (agreed) {
            books.halt(follower, reason);
        }
        alerts.raise(agreed ? Alerts.Code.FINALITY_VIOLATED : Alerts.Code.ENDPOINTS_DISAGREE, reason);
        return true;
    }

    private Optional<Bytes32> ours(long number) {
        return books.block(number).map(ChainBlock::hash);
    }

    private static Optional<Bytes32> theirs(Endpoints.View view, long number) {
        return view.primary().block(number).map(header -> header.block().hash());
    }

    // ---- new blocks

    private Position climb(Follower follower, Endpoints.View view, Position position) {
        Position now = backfill.run(follower, view, position);
        Optional<ChainBlock> tip = now.tip();
        long head = view.head().block().number();
        for (int read = 0; read < settings.maxBlocksPerPoll(); read++) {
            long next = tip.map(block -> block.number() + 1).orElse(settings.firstBlock());
            if (next > head) {
                break;
            }
            Optional<Header> header = view.primary().block(next);
            if (header.isEmpty() || (tip.isPresent() && !header.get().block().follows(tip.get()))) {
                // The chain moved under us: the next poll finds the common ancestor.
                break;
            }
            List<NumberedLog> logs = reader.ofBlock(view, header.get());
            factory.learnFees(view, logs);
            ChainBlock block = header.get().block();
            books.append(follower, block, logs, factory.facts(block, logs, FactLevel.SEEN));
            tip = Optional.of(block);
        }
        return new Position(tip, now.finalized(), now.halted());
    }

    // ---- finality

    private void finalizeUpTo(Follower follower, Endpoints.View view, Position position) {
        Optional<ChainBlock> target = finalBlock(view, position);
        if (target.isEmpty()) {
            return;
        }
        long height = target.get().number();
        while (true) {
            List<StoredLog> logs = books.notFinalUpTo(height, FINAL_CHUNK);
            if (!logs.isEmpty()) {
                books.markFinal(follower, logs, factory.finalFacts(logs));
            }
            if (logs.size() < FINAL_CHUNK) {
                break;
            }
        }
        MarketEvent head = new ChainHeadEvent.HeadFinalized(
                endpoints.chainId(),
                height,
                target.get().hash(),
                target.get().time().getEpochSecond());
        books.advance(follower, target.get(), List.of(head));
    }

    /** The highest block of ours that a quorum calls final, if it is higher than the last one. */
    private Optional<ChainBlock> finalBlock(Endpoints.View view, Position position) {
        if (view.finalized().isEmpty() || position.tip().isEmpty()) {
            return Optional.empty();
        }
        ChainBlock promised = view.finalized().get().block();
        ChainBlock tip = position.tip().get();
        Optional<ChainBlock> ours =
                promised.number() >= tip.number() ? Optional.of(tip) : books.block(promised.number());
        boolean known = ours.isPresent()
                && (promised.number() > tip.number()
                        ? view.quorumHas(tip.number(), tip.hash())
                        : ours.get().hash().equals(promised.hash()));
        boolean higher = ours.isPresent()
                && ours.get().number()
                        > position.finalized().map(ChainBlock::number).orElse(-1L);
        return known && higher ? ours : Optional.empty();
    }
}
