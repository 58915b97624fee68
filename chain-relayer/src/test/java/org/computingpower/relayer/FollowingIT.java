package org.computingpower.relayer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.computingpower.relayer.harness.TestMarket.item;

import java.util.List;
import org.computingpower.relayer.application.Alerts;
import org.computingpower.relayer.domain.Intent;
import org.computingpower.relayer.harness.LyingProxy;
import org.computingpower.relayer.harness.LyingProxy.Lie;
import org.computingpower.relayer.harness.TestChain;
import org.computingpower.relayer.harness.TestDatabase;
import org.computingpower.relayer.harness.TestMarket;
import org.computingpower.relayer.harness.TestRelayer;
import org.computingpower.terms.OrderId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts follow the chain: seen with their block, taken back with it, final once and for good. */
class FollowingIT {

    private TestChain chain;
    private TestMarket market;
    private TestDatabase database;
    private LyingProxy proxy;
    private TestRelayer relayer;

    @BeforeEach
    void open() {
        chain = TestChain.start();
        market = TestMarket.deploy(chain);
        database = TestDatabase.create();
        proxy = LyingProxy.before(chain);
        relayer = new TestRelayer(market, database, List.of(proxy.url()));
    }

    @AfterEach
    void close() {
        proxy.close();
        database.close();
        chain.close();
    }

    private List<String> facts() {
        return database.query("select type, coalesce(body::json->'at'->>'level', '') from published"
                + " where type <> 'HeadFinalized' order by n");
    }

    private void record(String node) {
        Intent intent = market.attest(node, market.recordedSeq(node) + 1);
        chain.send(chain.unlocked().get(5), market.nodeRegistry(), intent.call().data());
    }

    @Test
    void publishesEveryFactSeenAndThenFinal() {
        record("followed");
        market.stake("followed", 1_000_000);
        OrderId orderId = market.open("followed", "alice", 1_000);
        Intent settle = market.settle(1, List.of(item(orderId, 600, 400, true), item(OrderId.NONE, 1, 1, false)));
        chain.send(chain.unlocked().get(5), market.orderEscrow(), settle.call().data());
        relayer.follow();
        assertThat(facts())
                .contains("NodeRecorded SEEN", "BatchSettled SEEN", "OrderItemSettled SEEN", "ItemSkipped SEEN");

        relayer.run(3);

        assertThat(facts())
                .containsSubsequence(
                        "NodeRecorded FINAL",
                        "StakeChanged FINAL",
                        "EscrowOpened FINAL",
                        "BatchSettled FINAL",
                        "OrderItemSettled FINAL",
                        "ItemSkipped FINAL");
        assertThat(database.query("select body::json->>'releasedCum', body::json->>'refundedCum',"
                        + " body::json->>'feeCum', body::json->>'isFinal', body::json->>'orderId' from published"
                        + " where type = 'OrderItemSettled' and body::json->'at'->>'level' = 'FINAL'"))
                .containsExactly("600 400 30 true " + orderId);
        assertThat(database.query("select count(*) = count(distinct body) from published"))
                .containsExactly("t");
        assertThat(database.query("select count(*) > 0 from published where type = 'HeadFinalized'"))
                .containsExactly("t");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10})
    void takesBackWhatAReorganizationRemoved(int depth) {
        proxy.finalizeAfter(12);
        relayer.run(14);
        record("reorganized");
        chain.mine(depth - 1);
        relayer.follow();
        assertThat(facts()).contains("NodeRecorded SEEN").doesNotContain("NodeRecorded FINAL");

        chain.reorg(depth);
        chain.mine(1);
        relayer.follow();
        assertThat(facts()).endsWith("FactReverted SEEN");
        record("reorganized");
        relayer.run(13);

        assertThat(facts()).endsWith("FactReverted SEEN", "NodeRecorded SEEN", "NodeRecorded FINAL");
        assertThat(market.recordedSeq("reorganized")).isEqualTo(1);
        assertThat(relayer.alerts()).isEmpty();
    }

    @Test
    void haltsWhenAFinalBlockIsReplaced() {
        relayer.run(6);
        long finalizedFacts = facts().size();
        chain.reorg(6);
        chain.mine(1);

        relayer.follow();

        assertThat(relayer.alerts()).contains(Alerts.Code.FINALITY_VIOLATED);
        assertThat(database.query("select halted_reason is not null from chain_cursor"))
                .containsExactly("t");
        record("after the halt");
        chain.mine(4);
        relayer.follow();
        assertThat(facts()).hasSize((int) finalizedFacts);
    }

    @Test
    void findsLogsThatAreMissingFromQueriesByTheBloomFilter() {
        relayer.run(1);
        proxy.tell(Lie.NO_LOGS);
        record("hidden");

        relayer.run(4);

        assertThat(facts()).contains("NodeRecorded SEEN", "NodeRecorded FINAL");
    }

    @Test
    void findsLogsThatWereMissingEverywhereByTheirNumbers() {
        relayer.run(1);
        proxy.tell(Lie.NO_LOGS_ANYWHERE);
        record("well hidden");
        relayer.run(5);
        assertThat(facts()).doesNotContain("NodeRecorded SEEN");
        proxy.stop(Lie.NO_LOGS_ANYWHERE);
        record("shows the gap");

        relayer.run(6);

        assertThat(relayer.alerts()).contains(Alerts.Code.EVENT_MISSING);
        assertThat(facts().stream().filter("NodeRecorded FINAL"::equals)).hasSize(2);
        assertThat(database.query("select max(event_seq) = count(*) from chain_log where contract = '"
                        + market.nodeRegistry() + "'"))
                .containsExactly("t");
    }

    @Test
    void waitsForAnEndpointWhoseHeadStandsStill() {
        relayer.run(3);
        proxy.tell(Lie.STALE_HEAD);
        record("behind the stale head");
        relayer.run(3);
        assertThat(facts()).doesNotContain("NodeRecorded SEEN", "FactReverted SEEN");
        proxy.stop(Lie.STALE_HEAD);

        relayer.run(3);

        assertThat(facts()).contains("NodeRecorded SEEN", "NodeRecorded FINAL");
        assertThat(facts()).doesNotContain("FactReverted SEEN");
    }

    @Test
    void needsAMajorityOfEndpointsForFinality() {
        try (LyingProxy second = LyingProxy.before(chain);
                LyingProxy third = LyingProxy.before(chain)) {
            TestRelayer three = new TestRelayer(market, database, List.of(proxy.url(), second.url(), third.url()));
            second.tell(Lie.STALE_HEAD);
            third.tell(Lie.STALE_HEAD);
            record("one of three");
            three.run(4);
            assertThat(facts()).contains("NodeRecorded SEEN").doesNotContain("NodeRecorded FINAL");
            third.stop(Lie.STALE_HEAD);

            three.run(1);

            assertThat(facts()).contains("NodeRecorded FINAL");
        }
    }

    @Test
    void haltsAgainWhenResumedOnAChainThatBreaksItsPromise() {
        relayer.run(6);
        chain.reorg(6);
        chain.mine(1);
        relayer.follow();
        assertThat(relayer.operators().resume().await().indefinitely()).isTrue();

        relayer.follow();

        assertThat(database.query("select halted_reason is not null from chain_cursor"))
                .containsExactly("t");
    }

    @Test
    void replaysFromAnyBlockAndAddsOnlyWhatTheBooksLack() {
        record("kept");
        record("lost");
        market.stake("kept", 1_000_000);
        relayer.run(3);
        List<String> before = facts();
        database.execute("delete from chain_log where event_seq = 3 and contract = '" + market.nodeRegistry() + "'");

        assertThat(relayer.operators().replay(0).await().indefinitely()).isPresent();
        relayer.run(3);

        assertThat(relayer.operators().replay().await().indefinitely()).hasValueSatisfying(replay -> {
            assertThat(replay.finished()).isTrue();
            assertThat(replay.logsAdded()).isEqualTo(1);
            assertThat(replay.logsChecked()).isGreaterThan(3);
        });
        assertThat(facts()).hasSize(before.size() + 2).endsWith("NodeRecorded SEEN", "NodeRecorded FINAL");
        relayer.operators().replay(0).await().indefinitely();
        relayer.run(3);
        assertThat(facts()).hasSize(before.size() + 2);
        assertThat(relayer.operators().replay(1_000_000).await().indefinitely()).isEmpty();
    }

    @Test
    void alertsWhenNoEndpointHasWhatTheBooksHave() {
        record("not told again");
        relayer.run(3);
        relayer.operators().replay(0).await().indefinitely();
        proxy.tell(Lie.NO_LOGS_ANYWHERE);

        relayer.run(2);

        assertThat(relayer.alerts()).contains(Alerts.Code.BOOKS_DIFFER);
        proxy.stop(Lie.NO_LOGS_ANYWHERE);
        relayer.run(2);
        assertThat(relayer.operators().replay().await().indefinitely())
                .hasValueSatisfying(replay -> assertThat(replay.finished()).isTrue());
    }

    @Test
    void catchesUpWithALongPastByRanges() {
        record("long ago");
        chain.rpc("anvil_mine", "0x7d0");
        record("just now");
        chain.mine(3);

        for (int poll = 0; poll < 30; poll++) {
            relayer.follow();
        }

        assertThat(facts().stream().filter("NodeRecorded FINAL"::equals)).hasSize(2);
        assertThat(database.query("select count(*) < 1000 from chain_block")).containsExactly("t");
        assertThat(database.query("select max(number) = " + chain.head() + " from chain_block"))
                .containsExactly("t");
    }
}
