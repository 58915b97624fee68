package org.computingpower.attestation.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.computingpower.attestation.Samples;
import org.computingpower.attestation.SimulatedMarket;
import org.computingpower.attestation.domain.CollateralAnswer;
import org.computingpower.attestation.domain.Market;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.PckCa;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.collateral.CollateralKey;
import org.computingpower.sgx.dcap.sim.PccsContent;
import org.computingpower.sgx.dcap.sim.TcbScenario;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a validator does with the collateral in its database when it starts again. */
@QuarkusTest
@WithTestResource(SimulatedMarket.class)
class CollateralRestartIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final TcbScenario SEVEN = TcbScenario.upToDate().withTcbEvaluationDataNumber(7);

    @Inject
    Market market;

    @Inject
    CollateralSource source;

    @Inject
    CollateralStore store;

    @Inject
    Workers workers;

    @Inject
    Pool pool;

    @Inject
    CollateralAlarm alarm;

    @Inject
    Settings settings;

    @AfterEach
    void serveTheTruthAgain() {
        SimulatedMarket.serve(TcbScenario.upToDate());
    }

    private Collaterals started(Instant now) {
        return new Collaterals(market, source, store, workers, pool, InstantSource.fixed(now), alarm, settings);
    }

    private static void serve(String fmspc, TcbScenario scenario) {
        SimulatedMarket.serve(Samples.PKI, SimulatedMarket.family(fmspc), scenario, Duration.ofHours(1));
    }

    /** Collateral that an earlier process stored and that is due for a refresh. */
    private CollateralKey storedAndDue(String fmspc) {
        CollateralKey key = new CollateralKey(Tee.TDX, Bytes.ofHex(fmspc), PckCa.PLATFORM);
        serve(fmspc, SEVEN);
        assertThat(started(Instant.now()).get(key).await().atMost(DEADLINE))
                .isInstanceOf(CollateralAnswer.Available.class);
        SimulatedMarket.letRefresh(pool, fmspc);
        return key;
    }

    @Test
    void usesWhatIsStoredWhileTheServiceIsDown() {
        CollateralKey key = storedAndDue("53494d0000c1");
        SimulatedMarket.serve(exchange -> {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        Collaterals restarted = started(Instant.now());

        assertThat(restarted.refreshDue().await().atMost(DEADLINE)).isEmpty();

        assertThat(restarted.get(key).await().atMost(DEADLINE)).isInstanceOf(CollateralAnswer.Available.class);
    }

    @Test
    void usesWhatIsStoredWhileTheServiceLies() {
        CollateralKey key = storedAndDue("53494d0000c2");
        serve("53494d0000c2", SEVEN.withTcbEvaluationDataNumber(6));
        Collaterals restarted = started(Instant.now());

        assertThat(restarted.refreshDue().await().atMost(DEADLINE)).isEmpty();

        assertThat(restarted.get(key).await().atMost(DEADLINE))
                .isInstanceOfSatisfying(
                        CollateralAnswer.Available.class,
                        available -> assertThat(available.collateral().tcbEvaluationDataNumber())
                                .isEqualTo(7));
    }

    @Test
    void refusesWhatIsStoredOnceItHasRunOut() {
        CollateralKey key = storedAndDue("53494d0000c3");
        SimulatedMarket.serve(exchange -> {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });

        CollateralAnswer answer = started(Instant.now().plus(Duration.ofDays(31)))
                .get(key)
                .await()
                .atMost(DEADLINE);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        CollateralAnswer.Refused.class,
                        refused -> assertThat(refused.why().status().name()).endsWith("EXPIRED"));
    }

    @Test
    void remembersTheDateOfTheTcbRecoveryWhenTheListFails() {
        CollateralKey key = storedAndDue("53494d0000c4");
        PccsContent newer = PccsContent.of(
                Samples.PKI,
                Set.of(SimulatedMarket.family("53494d0000c4")),
                SEVEN,
                Instant.now().minus(Duration.ofMinutes(1)));
        SimulatedMarket.serve(exchange -> {
            if (exchange.getRequestURI().getPath().endsWith("tcbevaluationdatanumbers")) {
                exchange.sendResponseHeaders(500, -1);
                exchange.close();
            } else {
                SimulatedMarket.answer(exchange, newer);
            }
        });
        Collaterals restarted = started(Instant.now());

        assertThat(restarted.refreshDue().await().atMost(DEADLINE)).containsExactly(key);

        assertThat(restarted.get(key).await().atMost(DEADLINE))
                .isInstanceOfSatisfying(
                        CollateralAnswer.Available.class,
                        available -> assertThat(available.recoveries().dates())
                                .containsEntry(7, Instant.parse("2026-01-14T00:00:00Z")));
    }
}
