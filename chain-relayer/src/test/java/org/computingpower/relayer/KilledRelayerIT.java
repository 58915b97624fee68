package org.computingpower.relayer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.computingpower.relayer.harness.TestMarket.item;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.computingpower.kit.fixture.ChildProcess;
import org.computingpower.relayer.application.SendSteps.Step;
import org.computingpower.relayer.domain.Intent;
import org.computingpower.relayer.harness.LyingProxy;
import org.computingpower.relayer.harness.LyingProxy.Lie;
import org.computingpower.relayer.harness.RelayerProcess;
import org.computingpower.relayer.harness.TestChain;
import org.computingpower.relayer.harness.TestDatabase;
import org.computingpower.relayer.harness.TestMarket;
import org.computingpower.relayer.harness.TestRelayer;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.key.SigningKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Processes that really die: SIGKILL at every named step, and two at once of which one is frozen and comes back. */
class KilledRelayerIT {

    private static final Duration DEADLINE = Duration.ofMinutes(4);
    private static final long DEPOSIT = 100_000;

    private final SigningKey key = SigningKey.of(Digests.keccak256OfText("key of the killed relayer"));
    private final List<ChildProcess> children = new ArrayList<>();
    private final List<Intent> intents = new ArrayList<>();
    private TestChain chain;
    private TestMarket market;
    private TestDatabase database;
    private LyingProxy proxy;
    private OrderId orderId;

    @BeforeEach
    void open() {
        chain = TestChain.start();
        market = TestMarket.deploy(chain);
        database = TestDatabase.create();
        proxy = LyingProxy.before(chain);
        chain.fund(key.address());
        chain.send(
                chain.unlocked().get(5),
                market.nodeRegistry(),
                market.attest("killed", 1).call().data());
        market.stake("killed", 1_000_000);
        orderId = market.open("killed", "alice", DEPOSIT);
    }

    @AfterEach
    void close() {
        children.forEach(ChildProcess::kill);
        proxy.close();
        database.close();
        chain.close();
    }

    @Test
    void isKilledAtEveryNamedStepAndSettlesEveryBatchOnce() {
        List<String> points = Stream.concat(
                        Stream.of(Step.values()).map(Step::name), RelayerProcess.INBOUND_POINTS.stream())
                .toList();
        for (String point : points) {
            takeNextBatch();
            if (point.startsWith("REPLACEMENT")) {
                proxy.tell(Lie.DROP_TRANSACTIONS);
            }
            ChildProcess child = start(point);
            if (point.equals(RelayerProcess.FACTS_REVERTED)) {
                replaceTheBlockOfTheLastBatch();
            }
            mineUntil("the process stands at " + point, () -> RelayerProcess.stands(child));
            child.kill();
            proxy.stop(Lie.DROP_TRANSACTIONS);
        }
        start(RelayerProcess.NOWHERE);

        mineUntil("all intents are final", this::allFinal);

        everythingHappenedOnce(points.size());
    }

    @Test
    void twoProcessesSendOnceAlthoughTheOneThatSendsIsFrozenForAWhile() {
        List<UUID> instances = List.of(UUID.randomUUID(), UUID.randomUUID());
        List<ChildProcess> both = instances.stream()
                .map(instance -> start(RelayerProcess.NOWHERE, instance))
                .toList();
        takeNextBatch();
        mineUntil("the first batch is sent", () -> count("chain_tx") == 1);
        ChildProcess sender = both.get(
                instances.indexOf(UUID.fromString(database.query("select holder from lease where name like 'key:%'")
                        .getFirst())));
        RelayerProcess.signal(sender, "STOP");
        IntStream.range(0, 3).forEach(n -> takeNextBatch());
        mineUntil("the other process went on", () -> count("chain_tx") == 4);
        RelayerProcess.signal(sender, "CONT");
        IntStream.range(0, 3).forEach(n -> takeNextBatch());

        mineUntil("all intents are final", this::allFinal);

        everythingHappenedOnce(7);
        assertThat(both).allMatch(ChildProcess::alive);
    }

    private void takeNextBatch() {
        long number = intents.size() + 1L;
        Intent intent = market.settle(number, List.of(item(orderId, number * 100, number * 10, false)));
        intents.add(intent);
        database.take(intent);
    }

    /** Nothing is mined between the batch's block and its replacement, however long the process takes to see it. */
    private void replaceTheBlockOfTheLastBatch() {
        mineUntil("the batch is mined", () -> chain.transactionCount(key.address()) == intents.size());
        await("the batch is seen")
                .atMost(DEADLINE)
                .until(() -> database.query("select count(*) > 0 from published where type = 'OrderItemSettled'"
                                + " and body::json->>'releasedCum' = '" + intents.size() * 100 + "'")
                        .equals(List.of("t")));
        chain.reorg(1);
    }

    private ChildProcess start(String point) {
        return start(point, UUID.randomUUID());
    }

    private ChildProcess start(String point, UUID instance) {
        ChildProcess child = RelayerProcess.start(market, database, proxy.url(), key, instance, point);
        children.add(child);
        return child;
    }

    /** Time on this chain is blocks: one every 100 ms, while the processes work. */
    private void mineUntil(String what, BooleanSupplier condition) {
        await(what).atMost(DEADLINE).pollInterval(Duration.ofMillis(100)).until(() -> {
            chain.mine(1);
            return condition.getAsBoolean();
        });
    }

    private boolean allFinal() {
        return database.query("select count(*) from chain_intent where state <> 'FINAL'")
                        .equals(List.of("0"))
                && database.query("select count(*) from published where type = 'OrderItemSettled'"
                                + " and body::json->'at'->>'level' = 'FINAL'")
                        .equals(List.of("" + intents.size()));
    }

    private long count(String table) {
        return Long.parseLong(database.query("select count(*) from " + table).getFirst());
    }

    private void everythingHappenedOnce(int batches) {
        assertThat(database.query("select outcome, count(*) from chain_intent group by outcome"))
                .containsExactly("EXECUTED " + batches);
        assertThat(database.query("select count(*), count(distinct intent_id), min(nonce), max(nonce) from chain_tx"
                        + " where state = 'FINAL'"))
                .as("one transaction per intent, no gap between nonces")
                .containsExactly(batches + " " + batches + " 0 " + (batches - 1));
        assertThat(chain.transactionCount(key.address())).isEqualTo(batches);
        assertThat(market.money(orderId)).containsExactly(batches * 100L, batches * 10L, batches * 5L);
        assertThat(database.query("select body::json->>'releasedCum', body::json->>'refundedCum', body::json->>'feeCum'"
                        + " from published where type = 'OrderItemSettled' and body::json->'at'->>'level' = 'FINAL'"
                        + " order by n desc limit 1"))
                .as("what the ledger is told is what the contract has")
                .containsExactly(batches * 100 + " " + batches * 10 + " " + batches * 5);
        assertThat(database.query("select count(*) from (select body from published"
                        + " group by body having count(*) > 1) as told_twice"))
                .containsExactly("0");
        assertThat(proxy.highestFeeCap()).isLessThanOrEqualTo(TestRelayer.CEILING);
        assertThat(proxy.underpriced()).isZero();
    }
}
