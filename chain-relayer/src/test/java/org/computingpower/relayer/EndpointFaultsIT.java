package org.computingpower.relayer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.computingpower.relayer.application.Alerts;
import org.computingpower.relayer.domain.Intent;
import org.computingpower.relayer.harness.LyingProxy;
import org.computingpower.relayer.harness.LyingProxy.Lie;
import org.computingpower.relayer.harness.TestChain;
import org.computingpower.relayer.harness.TestDatabase;
import org.computingpower.relayer.harness.TestMarket;
import org.computingpower.relayer.harness.TestRelayer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several endpoints of which one fails, and endpoints that refuse a nonce which is right. */
class EndpointFaultsIT {

    private static final String DONE = "FINAL EXECUTED";

    private static TestChain chain;
    private static TestMarket market;

    private TestDatabase database;
    private LyingProxy first;
    private LyingProxy second;
    private LyingProxy third;
    private TestRelayer relayer;

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
        first = LyingProxy.before(chain);
        second = LyingProxy.before(chain);
        third = LyingProxy.before(chain);
        relayer = new TestRelayer(market, database, List.of(first.url(), second.url(), third.url()));
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
        third.close();
        database.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Lie.class,
            names = {
                "DOWN",
                "WRONG_CHAIN",
                "DROP_TRANSACTIONS",
                "NULL_RECEIPTS",
                "NO_LOGS",
                "STALE_HEAD",
                "NONCE_TOO_LOW",
                "NONCE_TOO_HIGH"
            })
    void goesOnWithTwoEndpointsOfThreeWhileThePreferredOneLies(Lie lie) {
        Intent intent = market.attest("first endpoint lies " + lie, 1);
        first.tell(lie);
        chain.mine(6);
        relayer.take(intent);

        relayer.run(6);

        assertThat(relayer.state(intent)).isEqualTo(DONE);
        assertThat(chain.transactionCount(relayer.key())).isEqualTo(1);
        assertThat(database.query("select count(*) from published where type = 'NodeRecorded'"
                        + " and body::json->'at'->>'level' = 'FINAL' and body like '%"
                        + intent.id().split(":")[1] + "%'"))
                .containsExactly("1");
    }

    @Test
    void sendsAgainAlthoughEveryEndpointStillShowsTheReceiptOfARemovedBlock() {
        List<LyingProxy> all = List.of(first, second, third);
        all.forEach(proxy -> proxy.finalizeAfter(6));
        chain.mine(8);
        Intent intent = market.attest("old receipt", 1);
        relayer.take(intent);
        relayer.run(1);
        relayer.send();
        all.forEach(proxy -> proxy.tell(Lie.OLD_RECEIPTS));
        chain.reorg(1);
        assertThat(market.recordedSeq("old receipt")).isZero();

        relayer.run(2);

        assertThat(market.recordedSeq("old receipt")).isEqualTo(1);
        assertThat(relayer.state(intent)).isEqualTo("SENT null");
        all.forEach(proxy -> proxy.stop(Lie.OLD_RECEIPTS));
        relayer.run(8);
        assertThat(relayer.state(intent)).isEqualTo(DONE);
        assertThat(chain.transactionCount(relayer.key())).isEqualTo(1);
    }

    @Test
    void callsNothingFinalWithOneEndpointOfThree() {
        first.tell(Lie.DOWN);
        second.tell(Lie.DOWN);
        Intent intent = market.attest("one of three", 1);
        relayer.take(intent);
        relayer.run(6);
        assertThat(market.recordedSeq("one of three")).isEqualTo(1);
        assertThat(relayer.state(intent)).isEqualTo("SENT null");
        second.stop(Lie.DOWN);

        relayer.run(1);

        assertThat(relayer.state(intent)).isEqualTo(DONE);
        assertThat(chain.transactionCount(relayer.key())).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Lie.class,
            names = {"NONCE_TOO_LOW", "NONCE_TOO_HIGH"})
    void keepsItsNonceWhileEveryEndpointRefusesItAndSendsOnce(Lie lie) {
        List<LyingProxy> all = List.of(first, second, third);
        all.forEach(proxy -> proxy.tell(lie));
        Intent intent = market.attest("refused by all " + lie, 1);
        relayer.take(intent);
        relayer.run(5);
        assertThat(relayer.state(intent)).isEqualTo("SENT null");
        assertThat(relayer.alerts()).doesNotContain(Alerts.Code.KEY_STOPPED);
        all.forEach(proxy -> proxy.stop(lie));

        relayer.run(5);

        assertThat(relayer.state(intent)).isEqualTo(DONE);
        assertThat(chain.transactionCount(relayer.key())).isEqualTo(1);
        assertThat(database.query("select count(*), min(nonce), max(nonce) from chain_tx"))
                .containsExactly("1 0 0");
    }
}
