package org.computingpower.relayer.application;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.computingpower.events.MarketEvent;
import org.computingpower.relayer.domain.ChainBlock;
import org.computingpower.relayer.domain.ChainLog;
import org.computingpower.terms.Address;
import org.computingpower.terms.OrderId;

/**
 * The durable side of following. Facts are published in the transaction that changes the books. Every write carries the
 * fencing token of the one follower and throws {@link LeaseLostException} once another instance follows. Methods block.
 */
public interface InboundBooks {

    /** Takes or renews the right to follow; empty while another instance has it. Database time decides. */
    Optional<Follower> lease(UUID instance, Duration term);

    /** Where the follower stands. */
    Position position();

    /** Our block at a height; empty where none is kept. */
    Optional<ChainBlock> block(long number);

    /** The contract's last event known; empty before the first. */
    Optional<LastEvent> lastEvent(Address contract);

    /** Fee rate of an order, as remembered. */
    Optional<Integer> feeBps(OrderId orderId);

    /** Remembers the fee rate of an order. */
    void rememberFeeBps(OrderId orderId, int feeBps);

    /**
     * Adds a block on top, with its logs and the facts seen in it. Blocks need not be adjacent while back-filling.
     *
     * @param logs its logs that have a number, in chain order
     * @param facts what is published
     */
    void append(Follower follower, ChainBlock block, List<NumberedLog> logs, List<MarketEvent> facts);

    /** Removes all blocks above a height, with their logs, and publishes that their facts never happened. */
    void undo(Follower follower, long above, List<MarketEvent> reverted);

    /** Logs above a height, newest first. */
    List<StoredLog> above(long number);

    /** Logs at or below a height that are not final yet, oldest first. */
    List<StoredLog> notFinalUpTo(long number, int limit);

    /** Marks these logs final and publishes their facts at level FINAL. */
    void markFinal(Follower follower, List<StoredLog> logs, List<MarketEvent> facts);

    /** Moves the finalized height on, publishes it, and drops blocks without logs far below it. */
    void advance(Follower follower, ChainBlock finalized, List<MarketEvent> head);

    /** Logs from one height to another, both included. */
    List<StoredLog> between(long from, long to);

    /** The last replay that an operator asked for. */
    Optional<Replay> replay();

    /** Remembers how far a replay is, unless another one was asked for meanwhile. */
    void replayed(Follower follower, Replay progress);

    /** Stops everything until an operator acts. */
    void halt(Follower follower, String reason);

    /**
     * The right to follow.
     *
     * @param token fencing token
     */
    record Follower(long token) {}

    /**
     * Where the follower stands.
     *
     * @param tip our highest block; empty before the first
     * @param finalized our highest final block; empty before the first
     * @param halted why nothing moves; empty if it does
     */
    record Position(Optional<ChainBlock> tip, Optional<ChainBlock> finalized, Optional<String> halted) {}

    /**
     * The last event known of a contract.
     *
     * @param eventSeq its number
     * @param blockNumber height of its block
     */
    record LastEvent(long eventSeq, long blockNumber) {}

    /**
     * A log with the contract's number.
     *
     * @param log the log
     * @param heading its number and meaning
     */
    record NumberedLog(ChainLog log, FactDecoder.Heading heading) {}

    /**
     * A log in the books.
     *
     * @param log the log
     * @param eventSeq the contract's number of it
     * @param block its block
     */
    record StoredLog(ChainLog log, long eventSeq, ChainBlock block) {}
}
