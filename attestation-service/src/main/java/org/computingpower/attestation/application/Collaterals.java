package org.computingpower.attestation.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.computingpower.attestation.application.CollateralSource.Fetched;
import org.computingpower.attestation.application.CollateralSource.SignedList;
import org.computingpower.attestation.domain.CollateralAnswer;
import org.computingpower.attestation.domain.Market;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.computingpower.sgx.dcap.collateral.CollateralKey;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.CollateralRules;
import org.computingpower.sgx.dcap.collateral.CollateralVerifier;
import org.computingpower.sgx.dcap.collateral.TcbRecoveries;
import org.computingpower.sgx.dcap.collateral.VerifiedCollateral;
import org.jboss.logging.Logger;

/**
 * Collateral for quotes: from memory, else from the store, else from the source, verified before it is used. What runs
 * out is fetched again; if that fails nothing is accepted by it any more. What would take back something that is known
 * is refused by {@link CollateralIntake}.
 */
@ApplicationScoped
public class Collaterals {
    private static final Logger LOG = Logger.getLogger(Collaterals.class);
    private static final int CACHE_MAX = 4096;

    /** Each is five requests. */
    private static final int FETCHES_MAX = 8;

    private final Market market;
    private final CollateralSource source;
    private final CollateralStore store;
    private final CollateralIntake intake;
    private final Workers workers;
    private final Pool pool;
    private final InstantSource clock;
    private final CollateralAlarm alarm;
    private final Duration retry;
    private final Map<CollateralKey, Held> held = new ConcurrentHashMap<>();
    private final Map<CollateralKey, Failure> failures = new ConcurrentHashMap<>();
    private final Map<CollateralKey, Uni<CollateralAnswer>> underWay = new ConcurrentHashMap<>();
    private final Map<CollateralKey, Instant> refreshPauses = new ConcurrentHashMap<>();

    private record Held(VerifiedCollateral collateral, TcbRecoveries recoveries) {}

    private record Failure(CollateralAnswer answer, Instant until) {}

    Collaterals(
            Market market,
            CollateralSource source,
            CollateralStore store,
            CollateralIntake intake,
            Workers workers,
            Pool pool,
            InstantSource clock,
            CollateralAlarm alarm,
            Settings settings) {
        this.market = market;
        this.source = source;
        this.store = store;
        this.intake = intake;
        this.workers = workers;
        this.pool = pool;
        this.clock = clock;
        this.alarm = alarm;
        this.retry = settings.collateralRetry();
    }

    /** The collateral of a key. */
    public Uni<CollateralAnswer> get(CollateralKey key) {
        Instant now = clock.instant();
        Held known = held.get(key);
        if (known != null && known.collateral().refusalAt(now).isEmpty()) {
            return Uni.createFrom().item(new CollateralAnswer.Available(known.collateral(), known.recoveries()));
        }
        Failure failure = failures.get(key);
        if (failure != null && now.isBefore(failure.until())) {
            return Uni.createFrom().item(failure.answer());
        }
        return once(key, () -> load(key));
    }

    /** The collateral of several keys, a few of them fetched at a time. */
    public Uni<Map<CollateralKey, CollateralAnswer>> getAll(Set<CollateralKey> keys) {
        if (keys.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return Uni.join()
                .all(keys.stream()
                        .map(key -> get(key).map(answer -> Map.entry(key, answer)))
                        .toList())
                .usingConcurrencyOf(FETCHES_MAX)
                .andFailFast()
                .map(answers -> answers.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Fetches what is due; the keys whose collateral changed. */
    public Uni<List<CollateralKey>> refreshDue() {
        Instant now = clock.instant();
        return store.allActive(pool)
                .invoke(rows -> {
                    alarm.observe(rows, now);
                    rows.forEach(this::forgetReplaced);
                })
                .map(rows -> rows.stream()
                        .filter(row -> !now.isBefore(row.refreshAt()))
                        .filter(row -> !now.isBefore(refreshPauses.getOrDefault(row.key(), Instant.MIN)))
                        .toList())
                .chain(due -> due.isEmpty()
                        ? Uni.createFrom().item(List.of())
                        : Uni.join()
                                .all(due.stream().map(this::refresh).toList())
                                .usingConcurrencyOf(FETCHES_MAX)
                                .andFailFast()
                                .map(changed -> changed.stream()
                                        .flatMap(Optional::stream)
                                        .toList()));
    }

    /** Another process of this validator may have fetched newer collateral. */
    private void forgetReplaced(CollateralRow row) {
        held.computeIfPresent(
                row.key(), (key, known) -> known.collateral().sha256().equals(row.sha256()) ? known : null);
    }

    /** A refresh that fails changes nothing but the time of the next: what is stored is good until it runs out. */
    private Uni<Optional<CollateralKey>> refresh(CollateralRow row) {
        CollateralKey key = row.key();
        return fetch(key).map(answer -> switch (answer) {
            case CollateralAnswer.Available available ->
                available.collateral().sha256().equals(row.sha256()) ? Optional.empty() : Optional.of(key);
            case CollateralAnswer.Refused(var why, boolean mayHeal) ->
                notRefreshed(key, why.status().name());
            case CollateralAnswer.Missing(String reason, boolean mayHeal) -> notRefreshed(key, reason);
        });
    }

    private Optional<CollateralKey> notRefreshed(CollateralKey key, String reason) {
        refreshPauses.put(key, clock.instant().plus(retry));
        LOG.warnf("Collateral not refreshed fmspc=%s reason=%s", key.fmspc(), reason);
        return Optional.empty();
    }

    /** One fetch per key at a time; all who ask meanwhile get its answer. */
    private Uni<CollateralAnswer> once(CollateralKey key, java.util.function.Supplier<Uni<CollateralAnswer>> work) {
        return underWay.computeIfAbsent(
                key,
                absent -> Uni.createFrom()
                        .deferred(work::get)
                        .onTermination()
                        .invoke(() -> underWay.remove(key))
                        .memoize()
                        .indefinitely());
    }

    private Uni<CollateralAnswer> load(CollateralKey key) {
        return store.active(pool, key).chain(stored -> {
            if (stored.isEmpty()) {
                return fetch(key).invoke(answer -> remember(key, answer));
            }
            CollateralRow row = stored.get();
            return workers.run(() -> verify(row.bytes(), CollateralRules.standard()))
                    .chain(result -> switch (result) {
                        case CollateralResult.Rejected rejected -> replace(key, rejected);
                        case CollateralResult.Verified verified -> {
                            Optional<CollateralResult.Rejected> expired =
                                    verified.collateral().refusalAt(clock.instant());
                            yield expired.isPresent()
                                    ? replace(key, expired.get())
                                    : store.recoveries(pool, key.tee())
                                            .map(known -> hold(key, verified.collateral(), known));
                        }
                    });
        });
    }

    /** Fetches in place of stored collateral that is no good any more. */
    private Uni<CollateralAnswer> replace(CollateralKey key, CollateralResult.Rejected unusable) {
        return fetch(key)
                .map(answer -> answer instanceof CollateralAnswer.Missing missing
                        ? new CollateralAnswer.Refused(unusable, missing.mayHeal())
                        : answer)
                .invoke(answer -> remember(key, answer));
    }

    /** Fetches, verifies and stores. */
    private Uni<CollateralAnswer> fetch(CollateralKey key) {
        return source.fetch(key).chain(fetched -> switch (fetched) {
            case Fetched.Found(CollateralBytes bytes, Optional<SignedList> numbers) ->
                intake.take(key, bytes, numbers, clock.instant()).map(taken -> adopt(key, taken));
            case Fetched.Unknown(String what) ->
                Uni.createFrom()
                        .item(new CollateralAnswer.Missing(what + " is unknown to the collateral service", false));
            case Fetched.Failed(String reason) -> {
                LOG.warnf("Collateral not fetched fmspc=%s reason=%s", key.fmspc(), reason);
                yield Uni.createFrom()
                        .item(new CollateralAnswer.Missing("the collateral service does not answer", true));
            }
        });
    }

    /** What is not there is not asked for again at once. */
    private void remember(CollateralKey key, CollateralAnswer answer) {
        if (answer instanceof CollateralAnswer.Available) {
            return;
        }
        if (failures.size() >= CACHE_MAX) {
            failures.clear();
        }
        failures.put(key, new Failure(answer, clock.instant().plus(retry)));
    }

    /** What was refused in favour of something newer is not fetched again at once. */
    private CollateralAnswer adopt(CollateralKey key, CollateralIntake.Intake intake) {
        if (intake.isTaken()) {
            refreshPauses.remove(key);
        } else {
            refreshPauses.put(key, clock.instant().plus(retry));
        }
        if (intake.answer() instanceof CollateralAnswer.Available(var collateral, var recoveries)) {
            hold(key, collateral, recoveries);
        }
        return intake.answer();
    }

    private CollateralResult verify(CollateralBytes bytes, CollateralRules rules) {
        return CollateralVerifier.verifySignatures(bytes, market.trustRoot(), rules);
    }

    private CollateralAnswer hold(CollateralKey key, VerifiedCollateral collateral, TcbRecoveries recoveries) {
        if (held.size() >= CACHE_MAX) {
            held.clear();
        }
        held.put(key, new Held(collateral, recoveries));
        failures.remove(key);
        return new CollateralAnswer.Available(collateral, recoveries);
    }
}
