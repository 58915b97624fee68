package org.computingpower.challenge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.computingpower.challenge.TestMarket;
import org.computingpower.events.ChainHeadEvent;
import org.computingpower.events.ChallengeRoundEvent.RoundOpened;
import org.computingpower.kit.fixture.MarketBus;
import org.computingpower.power.Hash32;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.signed.ProofResult;
import org.junit.jupiter.api.Test;

/**
 * A validator whose database makes nothing durable for a while, so that answers fill the room it has for them: what finds no room is turned away and
 * told when to come again, and the same bytes are taken as soon as there is room. Nobody loses a round for it.
 */
class FullIntakeIT {

    private static final long POWER = 20_000;
    private static final int NODES = 8;
    private static final int ROOM = 1 << 20;
    /** What an answer takes of the room besides four times its nonces (README, challenge.max-waiting-bytes). */
    private static final int ANSWER_BYTES = 8_192;

    private static final int TOO_MANY = 20;
    /** Bodies that are larger together than the validator's heap of 200 MiB. */
    private static final int FLOOD = 1_600;

    private static final int FLOOD_NONCES = 120_000;

    /** What a node sends in a round. */
    private record Answers(String commit, String reveal, int revealBytes) {
        static Answers of(SimulatedNode node, RoundOpened opened) throws Exception {
            SimulatedNode.Solution solution = node.solve(
                    opened.round().epoch(),
                    Hash32.parse(opened.round().epochSeed().toString()));
            return new Answers(node.commitBody(solution), node.revealBody(solution), 4 * solution.coded().length);
        }
    }

    @Test
    void whatFindsNoRoomIsTurnedAwayAndTakenWhenItComesAgain() throws Exception {
        try (ValidatorSet set = ValidatorSet.startAlone(Map.of("challenge.max-waiting-bytes", Integer.toString(ROOM)));
                MarketBus bus = set.bus();
                Posts posts = new Posts(set.member(0).origin())) {
            bus.tell(new ChainHeadEvent.HeadFinalized(31_337, 7, Bytes32.parse("0x" + "77".repeat(32)), 1));
            List<SimulatedNode> nodes = new ArrayList<>();
            for (int number = 0; number < NODES; number++) {
                SimulatedNode node = new SimulatedNode(
                        TestMarket.key("busy " + number), set.market().domains(), POWER, posts.origin());
                bus.tell(TestNodes.changed(node.key, 1, POWER, POWER, 1));
                nodes.add(node);
            }

            RoundOpened opened = nextRound(set, bus);
            while (!allAnswer(set, posts, answers(nodes, opened))) {
                opened = nextRound(set, bus);
            }
            for (SimulatedNode node : nodes) {
                assertThat(Watch.agreed(
                                        bus,
                                        set,
                                        node.key.nodeId(),
                                        opened.round().epoch(),
                                        1)
                                .result())
                        .isEqualTo(ProofResult.PASS);
            }
            aFloodTakesNoMoreThanTheRoom(set, bus, posts, nodes.getFirst());
        }
    }

    private static RoundOpened nextRound(ValidatorSet set, MarketBus bus) {
        long[] from = {Watch.now(set)};
        return Watch.until(
                () -> {
                    RoundOpened opened = Watch.roundFrom(bus, from[0], 1);
                    from[0] = opened.round().epoch() + 1;
                    return opened;
                },
                opened -> opened.round().rosterSize() == NODES);
    }

    private static List<Answers> answers(List<SimulatedNode> nodes, RoundOpened opened) throws Exception {
        List<Answers> answers = new ArrayList<>();
        for (SimulatedNode node : nodes) {
            answers.add(Answers.of(node, opened));
        }
        return answers;
    }

    /** The round in which all nodes answer in spite of everything; false if the machine was too busy for its deadlines. */
    private static boolean allAnswer(ValidatorSet set, Posts posts, List<Answers> all) throws Exception {
        Answers loud = all.getFirst();
        Answers last = all.getLast();
        List<Answers> others = all.subList(1, all.size() - 1);
        List<Posts.Post> held;
        try (var _ = new StalledDatabase(set.member(0))) {
            held = fill(posts, "/commits", loud.commit(), ROOM / ANSWER_BYTES);
            if (held.isEmpty()) {
                return false;
            }
            others.forEach(one -> isTurnedAway(posts.send("/commits", one.commit())));
            isTurnedAway(posts.send("/commits", last.commit()));
        }
        boolean committed = areAnswered(held, 200)
                && others.stream().allMatch(one -> again(posts, "/commits", one.commit()) == 200);
        if (!committed) {
            return false;
        }
        // The last node commits while reveals fill their part of the room.
        Posts.Post late;
        try (var _ = new StalledDatabase(set.member(0))) {
            held = fill(posts, "/reveals", loud.reveal(), (ROOM - ROOM / 4) / (ANSWER_BYTES + loud.revealBytes()));
            if (held.isEmpty()) {
                return false;
            }
            others.forEach(one -> isTurnedAway(posts.send("/reveals", one.reveal())));
            late = posts.send("/commits", last.commit());
        }
        return areAnswered(held, 202)
                && late.status() == 200
                && others.stream().allMatch(one -> again(posts, "/reveals", one.reveal()) == 202)
                && again(posts, "/reveals", last.reveal()) == 202;
    }

    /**
     * Sends the same answer more often than there is room for: exactly as many as fit wait, the others are turned away at once. What waits is
     * returned, nothing if the answer came too late for its round.
     */
    private static List<Posts.Post> fill(Posts posts, String path, String body, int fitting) {
        List<Posts.Post> sent = posts.sendTimes(fitting + TOO_MANY, path, body);
        List<Posts.Post> answered = Watch.until(
                () -> sent.stream().filter(Posts.Post::isAnswered).toList(), done -> done.size() >= TOO_MANY);
        if (!answered.stream().allMatch(Posts.Post::isTurnedAway)) {
            return List.of();
        }
        answered.forEach(FullIntakeIT::isTurnedAway);
        List<Posts.Post> waiting =
                sent.stream().filter(one -> !answered.contains(one)).toList();
        assertThat(waiting).hasSize(fitting).noneMatch(Posts.Post::isAnswered);
        return waiting;
    }

    private static void isTurnedAway(Posts.Post post) {
        assertThat(post.status()).isEqualTo(503);
        assertThat(post.header("Retry-After")).isEqualTo("1");
        assertThat(post.header("Content-Type")).startsWith("application/problem+json");
        assertThat(post.body()).contains("https://computingpower.org/problems/overloaded");
    }

    /** The same bytes until there is room for them. */
    private static int again(Posts posts, String path, String body) {
        return Watch.until(() -> posts.send(path, body).status(), status -> status != 503);
    }

    private static boolean areAnswered(List<Posts.Post> posts, int status) {
        return posts.stream().allMatch(post -> post.status() == status);
    }

    /** Held answers keep their room, so that no reveal finds any: more of them than the heap could hold are read, turned away and forgotten. */
    private static void aFloodTakesNoMoreThanTheRoom(ValidatorSet set, MarketBus bus, Posts posts, SimulatedNode loud)
            throws Exception {
        List<Posts.Post> held = List.of();
        while (held.isEmpty()) {
            Answers answers = Answers.of(loud, nextRound(set, bus));
            String nonces = Base64.getEncoder().encodeToString(new byte[FLOOD_NONCES]);
            String large = answers.reveal().replaceFirst("\"nonces\":\"[^\"]*\"", "\"nonces\":\"" + nonces + "\"");
            try (var _ = new StalledDatabase(set.member(0))) {
                held = fill(posts, "/commits", answers.commit(), ROOM / ANSWER_BYTES);
                for (int sent = 0; sent < FLOOD && !held.isEmpty(); sent += TOO_MANY) {
                    posts.sendTimes(TOO_MANY, "/reveals", large).forEach(FullIntakeIT::isTurnedAway);
                }
                assertThat(held).noneMatch(Posts.Post::isAnswered);
            }
        }
        assertThat(areAnswered(held, 200)).isTrue();
        assertThat(set.member(0).alive()).isTrue();
    }
}
