package org.computingpower.relayer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.computingpower.relayer.harness.TestMarket.item;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.computingpower.relayer.application.Alerts;
import org.computingpower.relayer.application.SendSteps;
import org.computingpower.relayer.domain.ContractCall;
import org.computingpower.relayer.domain.Intent;
import org.computingpower.relayer.harness.LyingProxy;
import org.computingpower.relayer.harness.LyingProxy.Lie;
import org.computingpower.relayer.harness.TestChain;
import org.computingpower.relayer.harness.TestDatabase;
import org.computingpower.relayer.harness.TestMarket;
import org.computingpower.relayer.harness.TestRelayer;
import org.computingpower.terms.OrderId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Intents become final exactly once, on the real contracts, whatever happens on the way. */
class SendingIT {

    private static final String DONE = "FINAL EXECUTED";

    private static TestChain chain;
    private static TestMarket market;

    private TestDatabase database;
    private LyingProxy proxy;

    @BeforeAll
    static void deploy() {
        chain = TestChain.start();
        market = TestMarket.deploy(chain);
    }

    @AfterAll
    static void stop() {
        chain.close();
    }

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        proxy = LyingProxy.before(chain);
    }

    @AfterEach
    void close() {
        proxy.close();
        database.close();
    }

    private TestRelayer relayer() {
        return new TestRelayer(market, database, List.of(proxy.url()));
    }

    @Test
    void recordsAnAttestationAndSettlesABatch() {
        TestRelayer relayer = relayer();
        Intent attest = market.attest("sending", 1);
        relayer.take(attest);
        relayer.take(attest);

        relayer.run(5);

        assertThat(relayer.intents()).containsExactly(attest.id() + " " + DONE);
        assertThat(market.recordedSeq("sending")).isEqualTo(1);
        market.stake("sending", 1_000_000);
        OrderId orderId = market.open("sending", "alice", 1_000);
        Intent settle = market.settle(1, List.of(item(orderId, 400, 100, false)));
        relayer.take(settle);

        relayer.run(5);

        assertThat(relayer.state(settle)).isEqualTo(DONE);
        assertThat(market.money(orderId)).containsExactly(400L, 100L, 20L);
        assertThat(chain.transactionCount(relayer.key())).isEqualTo(2);
        assertThat(relayer.alerts()).isEmpty();
    }

    @Test
    void sendsRecordsOfANodeInOrderAlthoughTheyCameInAnother() {
        TestRelayer relayer = relayer();
        Intent second = market.attest("order", 2);
        Intent first = market.attest("order", 1);
        relayer.take(second);
        relayer.take(first);

        relayer.run(12);

        assertThat(relayer.state(first)).isEqualTo(DONE);
        assertThat(relayer.state(second)).isEqualTo(DONE);
        assertThat(market.recordedSeq("order")).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(SendSteps.Step.class)
    void isKilledAtEveryStepAndSendsOnce(SendSteps.Step step) {
        String node = "killed at " + step;
        boolean replacing = step.name().startsWith("REPLACEMENT");
        TestRelayer doomed = new TestRelayer(
                market,
                database,
                List.of(proxy.url()),
                reached -> {
                    if (reached == step) {
                        throw new AssertionError("killed at " + step);
                    }
                },
                TestRelayer.CEILING);
        Intent intent = market.attest(node, 1);
        doomed.take(intent);
        if (replacing) {
            proxy.tell(Lie.DROP_TRANSACTIONS);
        }
        assertThatThrownBy(() -> doomed.run(8)).hasMessage("killed at " + step);
        proxy.stop(Lie.DROP_TRANSACTIONS);
        doomed.release();
        TestRelayer next = relayer();

        next.run(8);

        assertThat(next.state(intent)).isEqualTo(DONE);
        assertThat(market.recordedSeq(node)).isEqualTo(1);
        assertThat(chain.transactionCount(next.key())).isEqualTo(1);
    }

    @Test
    void twoInstancesSendOnce() {
        TestRelayer first = relayer();
        TestRelayer second = relayer();
        Intent one = market.attest("two instances", 1);
        first.take(one);
        first.send();
        first.send();
        second.send();
        assertThat(database.query("select count(*) from chain_attempt")).containsExactly("1");
        // The first one is stopped in mid-air and its lease runs out; the second one takes over.
        database.execute("update lease set leased_until = now() - interval '1 second'");
        second.send();
        Intent two = market.attest("two instances", 2);
        second.take(two);

        for (int round = 0; round < 8; round++) {
            first.run(1);
            second.run(1);
        }

        assertThat(first.state(one)).isEqualTo(DONE);
        assertThat(first.state(two)).isEqualTo(DONE);
        assertThat(chain.transactionCount(first.key())).isEqualTo(2);
        assertThat(database.query("select nonce, count(*) from chain_attempt group by nonce order by nonce"))
                .containsExactly("0 1", "1 1");
    }

    @Test
    void replacesADroppedTransactionByTheRulesOfGeth() {
        TestRelayer relayer = relayer();
        Intent intent = market.attest("dropped", 1);
        relayer.take(intent);
        proxy.tell(Lie.DROP_TRANSACTIONS);
        relayer.run(8);
        assertThat(market.recordedSeq("dropped")).isZero();
        proxy.stop(Lie.DROP_TRANSACTIONS);

        relayer.run(5);

        assertThat(relayer.state(intent)).isEqualTo(DONE);
        assertThat(proxy.underpriced()).isZero();
        assertThat(database.query("select count(*) > 1 from chain_attempt")).containsExactly("t");
        assertThat(chain.transactionCount(relayer.key())).isEqualTo(1);
    }

    @Test
    void holdsWhileGasIsAboveTheCeilingAndResumes() {
        BigInteger ceiling = BigInteger.valueOf(20_000_000_000L);
        TestRelayer relayer = new TestRelayer(market, database, List.of(proxy.url()), SendSteps.NONE, ceiling);
        Intent intent = market.attest("gas spike", 1);
        relayer.take(intent);
        proxy.tell(Lie.GAS_SPIKE);
        chain.rpc("anvil_setNextBlockBaseFeePerGas", "0x3b9aca00");
        chain.mine(1);
        relayer.send();
        relayer.send();
        assertThat(relayer.alerts()).contains(Alerts.Code.FEE_ABOVE_CEILING);
        assertThat(database.query("select count(*) from chain_attempt")).containsExactly("0");
        proxy.stop(Lie.GAS_SPIKE);

        relayer.run(6);

        assertThat(relayer.state(intent)).isEqualTo(DONE);
        assertThat(proxy.highestFeeCap()).isLessThanOrEqualTo(ceiling);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 10})
    void sendsAgainWhatAReorganizationRemoved(int depth) {
        proxy.finalizeAfter(12);
        TestRelayer relayer = relayer();
        Intent intent = market.attest("reorganized by " + depth, 1);
        relayer.take(intent);
        relayer.poll();
        relayer.send();
        chain.mine(depth);
        relayer.send();
        assertThat(market.recordedSeq("reorganized by " + depth)).isEqualTo(1);

        chain.reorg(depth);
        assertThat(market.recordedSeq("reorganized by " + depth)).isZero();
        relayer.run(16);

        assertThat(relayer.state(intent)).isEqualTo(DONE);
        assertThat(chain.transactionCount(relayer.key())).isEqualTo(1);
    }

    @Test
    void survivesAnEndpointThatIsDownForTwoMinutes() {
        TestRelayer relayer = relayer();
        Intent intent = market.attest("down", 1);
        relayer.take(intent);
        relayer.send();
        proxy.tell(Lie.DOWN);
        relayer.run(3);
        relayer.pass(Duration.ofMinutes(2));
        relayer.run(1);
        proxy.stop(Lie.DOWN);

        relayer.run(3);

        assertThat(relayer.state(intent)).isEqualTo(DONE);
        assertThat(chain.transactionCount(relayer.key())).isEqualTo(1);
    }

    @Test
    void doesNotTalkToAnotherChain() {
        proxy.tell(Lie.WRONG_CHAIN);
        TestRelayer relayer = relayer();
        relayer.take(market.attest("wrong chain", 1));

        relayer.run(2);

        assertThat(relayer.alerts()).contains(Alerts.Code.WRONG_CHAIN);
        assertThat(database.query("select count(*) from chain_tx")).containsExactly("0");
        assertThat(database.query("select count(*) from chain_block")).containsExactly("0");
    }

    @Test
    void waitsForReceiptsThatAreHidden() {
        TestRelayer relayer = relayer();
        Intent intent = market.attest("null receipt", 1);
        relayer.take(intent);
        relayer.run(1);
        proxy.tell(Lie.NULL_RECEIPTS);
        relayer.run(5);
        assertThat(relayer.alerts()).contains(Alerts.Code.NONCE_SUSPICIOUS);
        assertThat(relayer.state(intent)).isEqualTo("SENT null");
        proxy.stop(Lie.NULL_RECEIPTS);

        relayer.run(2);

        assertThat(relayer.state(intent)).isEqualTo(DONE);
        assertThat(database.query("select stopped_reason from chain_key")).containsExactly("null");
    }

    @Test
    void stopsAKeyWhoseNonceSomebodyElseUsed() {
        TestRelayer relayer = relayer();
        relayer.send();
        chain.rpc("anvil_impersonateAccount", relayer.key().toString());
        chain.send(relayer.key(), market.validator(), new byte[0]);
        relayer.take(market.attest("stolen nonce", 1));
        relayer.run(4);
        assertThat(relayer.alerts()).contains(Alerts.Code.NONCE_SUSPICIOUS);
        relayer.pass(Duration.ofMinutes(3));

        relayer.run(2);

        assertThat(relayer.alerts()).contains(Alerts.Code.KEY_STOPPED);
        assertThat(database.query("select stopped_reason from chain_key").getFirst())
                .contains("nonce 0 is used by an unknown transaction");
        assertThat(database.query("select count(*) from chain_tx")).containsExactly("0");
        assertThat(market.recordedSeq("stolen nonce")).isZero();
    }

    @Test
    void restoredFromAnOldBackupRefusesAndSendsNothingTwice() {
        TestRelayer relayer = relayer();
        Intent before = market.attest("backup", 1);
        relayer.send();
        relayer.take(before);
        String backup = database.backup();
        relayer.run(5);
        assertThat(relayer.state(before)).isEqualTo(DONE);
        database.restore(backup);

        relayer.run(3);
        relayer.pass(Duration.ofMinutes(3));
        relayer.run(2);

        assertThat(relayer.alerts()).contains(Alerts.Code.KEY_STOPPED);
        assertThat(chain.transactionCount(relayer.key())).isEqualTo(1);
        assertThat(relayer.operators().resyncKeys().await().indefinitely()).isTrue();
        Intent after = market.attest("after the backup", 1);
        relayer.take(after);
        relayer.run(6);

        assertThat(relayer.state(before)).isEqualTo("FINAL ON_CHAIN_BY_OTHER");
        assertThat(relayer.state(after)).isEqualTo(DONE);
        assertThat(chain.transactionCount(relayer.key())).isEqualTo(2);
    }

    @Test
    void resyncsAKeyOnlyOnRequestAndOnlyOnceNothingUnknownIsOpen() {
        TestRelayer relayer = relayer();
        relayer.send();
        assertThat(relayer.operators().resyncKeys().await().indefinitely()).isFalse();
        chain.rpc("anvil_impersonateAccount", relayer.key().toString());
        Intent displaced = market.attest("displaced", 1);
        relayer.take(displaced);
        proxy.tell(Lie.DROP_TRANSACTIONS);
        relayer.send();
        chain.send(relayer.key(), market.validator(), new byte[0]);
        relayer.run(3);
        relayer.pass(Duration.ofMinutes(3));
        relayer.run(1);
        proxy.stop(Lie.DROP_TRANSACTIONS);
        assertThat(database.query("select stopped_reason is not null from chain_key"))
                .containsExactly("t");
        chain.sendWithoutMining(relayer.key(), market.validator());
        assertThat(relayer.operators().resyncKeys().await().indefinitely()).isTrue();
        relayer.send();
        assertThat(database.query("select stopped_reason is not null, resync_requested from chain_key"))
                .containsExactly("t t");

        relayer.run(9);

        assertThat(relayer.state(displaced)).isEqualTo(DONE);
        assertThat(database.query("select nonce, state from chain_tx order by nonce"))
                .containsExactly("0 DISPLACED", "2 FINAL");
        assertThat(chain.transactionCount(relayer.key())).isEqualTo(3);
    }

    @Test
    void holdsWhileTheFollowerIsHaltedAndGoesOnAfterwards() {
        TestRelayer relayer = relayer();
        relayer.run(3);
        Intent flying = market.attest("flying when it halts", 1);
        relayer.take(flying);
        relayer.send();
        proxy.tell(Lie.OTHER_BLOCKS);
        relayer.follow();
        proxy.stop(Lie.OTHER_BLOCKS);
        assertThat(database.query("select halted_reason is not null from chain_cursor"))
                .containsExactly("t");
        Intent waiting = market.attest("waiting when it halts", 1);
        relayer.take(waiting);
        relayer.run(6);
        assertThat(relayer.state(flying)).isEqualTo("SENT null");
        assertThat(relayer.state(waiting)).isEqualTo("QUEUED null");
        assertThat(relayer.alerts()).contains(Alerts.Code.FINALITY_VIOLATED);

        assertThat(relayer.operators().resume().await().indefinitely()).isTrue();
        relayer.run(6);

        assertThat(relayer.state(flying)).isEqualTo(DONE);
        assertThat(relayer.state(waiting)).isEqualTo(DONE);
        assertThat(relayer.operators().resume().await().indefinitely()).isFalse();
    }

    @Test
    void doesNotSendWhatSomebodyElseSettled() {
        TestRelayer relayer = relayer();
        Intent intent = market.attest("by other", 1);
        chain.send(chain.unlocked().get(5), market.nodeRegistry(), intent.call().data());
        relayer.run(4);
        relayer.take(intent);

        relayer.run(1);

        assertThat(relayer.state(intent)).isEqualTo("FINAL ON_CHAIN_BY_OTHER");
        assertThat(chain.transactionCount(relayer.key())).isZero();
    }

    @Test
    void givesUpWhatTheContractCanNeverAccept() {
        TestRelayer relayer = relayer();
        Intent good = market.attest("invalid", 1);
        byte[] data = good.call().data();
        data[data.length - 70] ^= 1;
        Intent forged = new Intent(good.id(), good.kind(), new ContractCall(market.nodeRegistry(), data));
        relayer.take(forged);

        for (int round = 0; round < 6; round++) {
            relayer.run(1);
            relayer.pass(Duration.ofSeconds(20));
        }

        assertThat(relayer.state(forged)).isEqualTo("FAILED INVALID");
        assertThat(relayer.alerts()).contains(Alerts.Code.INTENT_FAILED);
        assertThat(chain.transactionCount(relayer.key())).isZero();
    }
}
