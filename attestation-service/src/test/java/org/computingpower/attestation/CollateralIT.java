package org.computingpower.attestation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.computingpower.attestation.application.Collaterals;
import org.computingpower.attestation.domain.CollateralAnswer;
import org.computingpower.kit.fixture.SharedInfrastructure;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.PckCa;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.collateral.CollateralKey;
import org.computingpower.sgx.dcap.sim.SimulatedPki;
import org.computingpower.sgx.dcap.sim.TcbScenario;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(SimulatedMarket.class)
class CollateralIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** TDX and one number: the floor that these tests raise is of no concern to the others. */
    private static final TcbScenario SEVEN = TcbScenario.upToDate().withTcbEvaluationDataNumber(7);

    @Inject
    Collaterals collaterals;

    @Inject
    Pool pool;

    @AfterEach
    void serveTheTruthAgain() {
        SimulatedMarket.serve(TcbScenario.upToDate());
    }

    private static CollateralKey key(Tee tee, String fmspc) {
        return new CollateralKey(tee, Bytes.ofHex(fmspc), PckCa.PLATFORM);
    }

    private static void serve(SimulatedPki pki, String fmspc, TcbScenario scenario, Duration age) {
        SimulatedMarket.serve(pki, SimulatedMarket.family(fmspc), scenario, age);
    }

    private CollateralAnswer get(CollateralKey key) {
        return collaterals.get(key).await().atMost(DEADLINE);
    }

    @Test
    void healsAfterAnErrorOfTheService() {
        CollateralKey key = key(Tee.TDX, "53494d0000a1");
        SimulatedMarket.serve(exchange -> {
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        assertThat(get(key))
                .isInstanceOfSatisfying(
                        CollateralAnswer.Missing.class,
                        missing -> assertThat(missing.mayHeal()).isTrue());

        serve(Samples.PKI, "53494d0000a1", SEVEN, Duration.ofHours(1));
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(get(key)).isInstanceOf(CollateralAnswer.Available.class));
    }

    @Test
    void givesUpOnASlowService() {
        CountDownLatch end = new CountDownLatch(1);
        SimulatedMarket.serve(exchange -> {
            try {
                end.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        try {
            assertThat(get(key(Tee.TDX, "53494d0000a2")))
                    .isEqualTo(new CollateralAnswer.Missing("the collateral service does not answer", true));
        } finally {
            end.countDown();
        }
    }

    @Test
    void knowsWhenAPlatformFamilyIsUnknown() {
        assertThat(get(key(Tee.TDX, "53494d0000a3")))
                .isEqualTo(
                        new CollateralAnswer.Missing("FMSPC 53494d0000a3 is unknown to the collateral service", false));
    }

    @Test
    void refusesChainsOfAnotherRootAndShowsThemToTheOperator() {
        SimulatedPki other =
                SimulatedPki.create(Bytes.ofHex("11".repeat(32)), Instant.now().minus(Duration.ofDays(2)));
        serve(other, "53494d0000a4", SEVEN, Duration.ofHours(1));

        assertThat(get(key(Tee.TDX, "53494d0000a4")))
                .isInstanceOfSatisfying(
                        CollateralAnswer.Refused.class,
                        refused -> assertThat(refused.why().status())
                                .isEqualTo(VerificationStatus.SGX_PCK_CERT_CHAIN_UNTRUSTED));
        assertThat(given().auth()
                        .oauth2(SharedInfrastructure.tokens().token("operator", "operator"))
                        .get("/api/attestation/v1/collateral?limit=100")
                        .jsonPath()
                        .getList("items.findAll { it.fmspc == '53494d0000a4' }.state"))
                .isEqualTo(java.util.List.of("REJECTED"));
    }

    @Test
    void refusesExpiredCollateral() {
        serve(Samples.PKI, "53494d0000a5", SEVEN, Duration.ofDays(31));
        assertThat(get(key(Tee.TDX, "53494d0000a5")))
                .isInstanceOfSatisfying(
                        CollateralAnswer.Refused.class,
                        refused -> assertThat(refused.why().status().name()).endsWith("EXPIRED"));
    }

    @Test
    void keepsItsCollateralWhenTheServiceRollsATcbRecoveryBack() {
        // Given collateral with number 7
        CollateralKey key = key(Tee.TDX, "53494d0000a6");
        serve(Samples.PKI, "53494d0000a6", SEVEN, Duration.ofHours(1));
        assertThat(get(key)).isInstanceOf(CollateralAnswer.Available.class);

        // When a refresh is due and the service answers number 6, which is newer but lower
        serve(Samples.PKI, "53494d0000a6", SEVEN.withTcbEvaluationDataNumber(6), Duration.ofMinutes(1));
        SimulatedMarket.letRefresh(pool, "53494d0000a6");
        assertThat(collaterals.refreshDue().await().atMost(DEADLINE)).isEmpty();

        // Then number 7 stays in use
        assertThat(get(key))
                .isInstanceOfSatisfying(
                        CollateralAnswer.Available.class,
                        available -> assertThat(available.collateral().tcbEvaluationDataNumber())
                                .isEqualTo(7));
        assertThat(rejections("53494d0000a6")).contains("TCB_EVALUATION_DATA_NUMBER_BELOW_FLOOR");
    }

    private String rejections(String fmspc) {
        var rows = pool.query("select reason from collateral where fmspc = '" + fmspc + "' and state = 'REJECTED'")
                .executeAndAwait();
        return rows.iterator().next().getString("reason");
    }

    @Test
    void readsTheDateOfTheTcbRecoveryFromIntelsList() {
        serve(Samples.PKI, "53494d0000a7", SEVEN, Duration.ofHours(1));
        assertThat(get(key(Tee.TDX, "53494d0000a7")))
                .isInstanceOfSatisfying(
                        CollateralAnswer.Available.class,
                        available -> assertThat(available.recoveries().dates())
                                .containsEntry(7, Instant.parse("2026-01-14T00:00:00Z")));
    }
}
