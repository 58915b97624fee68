package org.computingpower.attestation.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.computingpower.attestation.Samples;
import org.computingpower.attestation.SimulatedMarket;
import org.computingpower.attestation.application.CollateralSource.Fetched;
import org.computingpower.attestation.domain.CollateralAnswer;
import org.computingpower.attestation.domain.Market;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.PckCa;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.computingpower.sgx.dcap.collateral.CollateralKey;
import org.computingpower.sgx.dcap.sim.PccsContent;
import org.computingpower.sgx.dcap.sim.PlatformSpec;
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
    CollateralIntake intake;

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
        return started(source, now);
    }

    private Collaterals started(CollateralSource from, Instant now) {
        return new Collaterals(market, from, store, intake, workers, pool, InstantSource.fixed(now), alarm, settings);
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

    /** Two fetches at a time: the slower one had read the floor before the faster one raised it. */
    @Test
    void refusesALowerNumberThatWasFetchedBesideAHigherOne() {
        CollateralKey key = storedAndDue("53494d0000c5");
        CollateralIntake late = new CollateralIntake(market, withStaleFloor(), workers, pool, settings);
        CollateralBytes six = Samples.PKI.collateral(
                Tee.TDX,
                SimulatedMarket.family("53494d0000c5"),
                SEVEN.withTcbEvaluationDataNumber(6),
                Instant.now().minusSeconds(60));

        CollateralIntake.Intake intake =
                late.take(key, six, Optional.empty(), Instant.now()).await().atMost(DEADLINE);

        assertThat(intake.isTaken()).isFalse();
        assertThat(intake.answer())
                .isInstanceOfSatisfying(
                        CollateralAnswer.Available.class,
                        available -> assertThat(available.collateral().tcbEvaluationDataNumber())
                                .isEqualTo(7));
        assertThat(activeNumber(key)).isEqualTo(7);
    }

    private CollateralStore withStaleFloor() {
        return (CollateralStore) Proxy.newProxyInstance(
                CollateralStore.class.getClassLoader(),
                new Class<?>[] {CollateralStore.class},
                (proxy, method, arguments) -> method.getName().equals("floor") && arguments[0] instanceof Pool
                        ? Uni.createFrom().item(0)
                        : method.invoke(store, arguments));
    }

    private int activeNumber(CollateralKey key) {
        return store.active(pool, key).await().atMost(DEADLINE).orElseThrow().tcbEvaluationDataNumber();
    }

    /** Each list is in its window; the older one does not know of the revocation yet. */
    @Test
    void keepsARevocationWhenTheServiceAnswersAnOlderList() {
        PlatformSpec family = SimulatedMarket.family("53494d0000c6");
        CollateralKey key = new CollateralKey(Tee.TDX, family.fmspc(), PckCa.PLATFORM);
        BigInteger revoked = BigInteger.valueOf(4711);
        SimulatedMarket.serve(Samples.PKI, family, SEVEN.withRevokedPck(revoked), Duration.ofHours(1));
        assertThat(started(Instant.now()).get(key).await().atMost(DEADLINE))
                .isInstanceOf(CollateralAnswer.Available.class);
        SimulatedMarket.letRefresh(pool, "53494d0000c6");
        PccsContent newer =
                PccsContent.of(Samples.PKI, Set.of(family), SEVEN, Instant.now().minus(Duration.ofMinutes(1)));
        PccsContent older =
                PccsContent.of(Samples.PKI, Set.of(family), SEVEN, Instant.now().minus(Duration.ofHours(2)));
        SimulatedMarket.serve(exchange -> SimulatedMarket.answer(
                exchange, exchange.getRequestURI().getPath().endsWith("pckcrl") ? older : newer));
        Collaterals restarted = started(Instant.now());

        assertThat(restarted.refreshDue().await().atMost(DEADLINE)).isEmpty();

        assertThat(restarted.get(key).await().atMost(DEADLINE))
                .isInstanceOfSatisfying(
                        CollateralAnswer.Available.class,
                        available -> assertThat(available.collateral().pckCrl().revokedSerialNumbers())
                                .containsExactly(revoked));
        SimulatedMarket.serve(exchange -> SimulatedMarket.answer(exchange, newer));
        assertThat(started(Instant.now()).refreshDue().await().atMost(DEADLINE)).contains(key);
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

        assertThat(answer).isInstanceOfSatisfying(CollateralAnswer.Refused.class, refused -> {
            assertThat(refused.why().status().name()).endsWith("EXPIRED");
            assertThat(refused.mayHeal()).isTrue();
        });
    }

    @Test
    void waitsNoLongerWhenTheServiceNoLongerKnowsTheFamily() {
        CollateralKey key = storedAndDue("53494d0000c7");
        serve("53494d0000ff", SEVEN);

        CollateralAnswer answer = started(Instant.now().plus(Duration.ofDays(31)))
                .get(key)
                .await()
                .atMost(DEADLINE);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        CollateralAnswer.Refused.class,
                        refused -> assertThat(refused.mayHeal()).isFalse());
    }

    /** Each fetch waits until eight are under way: one after another they would never end. */
    @Test
    void fetchesEightFamiliesAtATimeAndNoMore() {
        Set<CollateralKey> keys = IntStream.range(0, 20)
                .mapToObj(i -> new CollateralKey(
                        Tee.TDX, Bytes.ofHex(String.format(Locale.ROOT, "53494d0001%02x", i)), PckCa.PLATFORM))
                .collect(Collectors.toSet());
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<UniEmitter<? super Fetched>> waiting = new ArrayList<>();
        CollateralSource together = key -> Uni.createFrom().emitter(emitter -> {
            List<UniEmitter<? super Fetched>> ready = new ArrayList<>();
            synchronized (waiting) {
                waiting.add(emitter);
                most.accumulateAndGet(waiting.size(), Math::max);
                if (asked.incrementAndGet() % 8 == 0 || asked.get() == keys.size()) {
                    ready.addAll(waiting);
                    waiting.clear();
                }
            }
            ready.forEach(one -> one.complete(new Fetched.Failed("down")));
        });

        assertThat(started(together, Instant.now()).getAll(keys).await().atMost(DEADLINE))
                .hasSize(keys.size());

        assertThat(most).hasValue(8);
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
