package org.computingpower.relayer.application;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import org.computingpower.relayer.application.ChainNode.Header;
import org.computingpower.relayer.application.ChainNode.Submission;
import org.computingpower.relayer.domain.FinalityQuorum;
import org.computingpower.terms.Bytes32;
import org.jspecify.annotations.Nullable;

/**
 * All endpoints of one chain. Reads of the head come from one of them, the first that is on the right chain and not
 * behind; what counts as final needs a quorum. One instance per worker: it is not shared between threads.
 */
public final class Endpoints {

    /** How often an endpoint must show its chain id again: it may be re-pointed while this service runs. */
    private static final Duration CHAIN_ID_TRUST = Duration.ofSeconds(30);

    private final List<ChainNode> nodes;
    private final long chainId;
    private final FinalityQuorum quorum;
    private final long maxHeadLag;
    private final InstantSource clock;
    private final Alerts alerts;
    private final Map<String, Instant> chainIdSeen = new HashMap<>();

    /**
     * @param nodes the endpoints in order of preference
     * @param chainId the chain they must be on
     * @param quorum how many must agree on finality
     * @param maxHeadLag blocks that an endpoint's head may be behind the best one
     */
    public Endpoints(
            List<ChainNode> nodes,
            long chainId,
            FinalityQuorum quorum,
            long maxHeadLag,
            InstantSource clock,
            Alerts alerts) {
        this.nodes = List.copyOf(nodes);
        this.chainId = chainId;
        this.quorum = quorum;
        this.maxHeadLag = maxHeadLag;
        this.clock = clock;
        this.alerts = alerts;
    }

    /** The chain all of this is about. */
    public long chainId() {
        return chainId;
    }

    /**
     * A fresh look at all endpoints, valid for one poll.
     *
     * @throws ChainUnavailableException if none is usable
     */
    public View look() {
        List<Seen> seen = new ArrayList<>();
        for (ChainNode node : nodes) {
            attempt(node, this::seen).ifPresent(seen::add);
        }
        long best = seen.stream()
                .mapToLong(one -> one.head().block().number())
                .max()
                .orElse(0);
        List<Seen> usable = new ArrayList<>();
        for (Seen one : seen) {
            if (best - one.head().block().number() <= maxHeadLag) {
                usable.add(one);
            } else {
                alerts.raise(Alerts.Code.ENDPOINT_LAGS, one.node().name());
            }
        }
        if (usable.isEmpty()) {
            throw new ChainUnavailableException("No endpoint of chain " + chainId + " is usable");
        }
        return new View(usable, finalized(seen));
    }

    private @Nullable Seen seen(ChainNode node) {
        if (!onOurChain(node)) {
            return null;
        }
        return new Seen(node, node.head(), node.finalized());
    }

    private boolean onOurChain(ChainNode node) {
        Instant now = clock.instant();
        Instant last = chainIdSeen.get(node.name());
        if (last != null && now.isBefore(last.plus(CHAIN_ID_TRUST)) && !now.isBefore(last)) {
            return true;
        }
        long found = node.chainId();
        if (found != chainId) {
            chainIdSeen.remove(node.name());
            alerts.raise(Alerts.Code.WRONG_CHAIN, node.name() + " is on chain " + found);
            return false;
        }
        chainIdSeen.put(node.name(), now);
        return true;
    }

    private Optional<Header> finalized(List<Seen> seen) {
        List<Long> heights = seen.stream()
                .flatMap(one -> one.finalized().stream())
                .map(header -> header.block().number())
                .toList();
        OptionalLong height = quorum.height(heights);
        if (height.isEmpty()) {
            return Optional.empty();
        }
        Map<Bytes32, Integer> votes = new HashMap<>();
        for (Seen one : seen) {
            if (one.finalized().isEmpty() || one.finalized().get().block().number() < height.getAsLong()) {
                continue;
            }
            Optional<Header> header = one.finalized().get().block().number() == height.getAsLong()
                    ? one.finalized()
                    : attempt(one.node(), node -> node.block(height.getAsLong()).orElse(null));
            if (header.isPresent() && votes.merge(header.get().block().hash(), 1, Integer::sum) >= quorum.needed()) {
                return header;
            }
        }
        alerts.raise(Alerts.Code.ENDPOINTS_DISAGREE, "finalized height " + height.getAsLong());
        return Optional.empty();
    }

    private static <T> Optional<T> attempt(ChainNode node, Function<ChainNode, @Nullable T> question) {
        try {
            return Optional.ofNullable(question.apply(node));
        } catch (ChainUnavailableException e) {
            return Optional.empty();
        }
    }

    private record Seen(ChainNode node, Header head, Optional<Header> finalized) {}

    /** The usable endpoints at one moment. */
    public final class View {

        private final List<Seen> usable;
        private final Optional<Header> finalized;

        private View(List<Seen> usable, Optional<Header> finalized) {
            this.usable = usable;
            this.finalized = finalized;
        }

        /** The endpoint that reads of the head come from. */
        public ChainNode primary() {
            return usable.getFirst().node();
        }

        /** The primary endpoint's head. */
        public Header head() {
            return usable.getFirst().head();
        }

        /** The highest block that a quorum calls final; empty while there is none. */
        public Optional<Header> finalized() {
            return finalized;
        }

        /** All usable endpoints, the primary first. */
        public List<ChainNode> all() {
            return usable.stream().map(Seen::node).toList();
        }

        /** Whether a quorum has that block at that height. */
        public boolean quorumHas(long number, Bytes32 hash) {
            return quorumFor(node -> node.block(number)
                    .map(header -> header.block().hash().equals(hash))
                    .orElse(false));
        }

        /** Whether a quorum says yes; an endpoint that does not answer says no. */
        public boolean quorumFor(Predicate<ChainNode> question) {
            return usable.stream()
                            .filter(one -> attempt(one.node(), node -> question.test(node))
                                    .orElse(false))
                            .count()
                    >= quorum.needed();
        }

        /** The first answer that any endpoint has, the primary asked first. */
        public <T> Optional<T> firstOf(Function<ChainNode, Optional<T>> question) {
            return usable.stream()
                    .flatMap(one ->
                            attempt(one.node(), node -> question.apply(node).orElse(null)).stream())
                    .findFirst();
        }

        /** Hands a signed transaction to every endpoint; the best outcome counts. */
        public Submission submit(byte[] raw) {
            Submission best = new Submission.Rejected("no endpoint answered");
            int rank = 0;
            for (Seen one : usable) {
                Optional<Submission> outcome = attempt(one.node(), node -> node.submit(raw));
                if (outcome.isPresent() && rank(outcome.get()) > rank) {
                    best = outcome.get();
                    rank = rank(best);
                }
            }
            return best;
        }

        private static int rank(Submission submission) {
            return switch (submission) {
                case Submission.Taken taken -> 4;
                case Submission.NonceUsed used -> 3;
                case Submission.Underpriced underpriced -> 2;
                case Submission.Rejected rejected -> 1;
            };
        }
    }
}
