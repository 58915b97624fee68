package org.computingpower.attestation.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.computingpower.attestation.application.CollateralSource.SignedList;
import org.computingpower.attestation.domain.CollateralAnswer;
import org.computingpower.attestation.domain.Market;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.computingpower.sgx.dcap.collateral.CollateralKey;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.CollateralRules;
import org.computingpower.sgx.dcap.collateral.CollateralVerifier;
import org.computingpower.sgx.dcap.collateral.EvaluationNumbers;
import org.computingpower.sgx.dcap.collateral.TcbRecoveries;
import org.computingpower.sgx.dcap.collateral.VerifiedCollateral;
import org.jboss.logging.Logger;

/**
 * Verifies fetched collateral and makes it the active one of its key, unless that would take back what is known: a lower
 * evaluation number than was ever accepted for the TEE, or a part that is older than the active one. What is active is
 * compared while no other fetch can change it.
 */
@ApplicationScoped
class CollateralIntake {
    private static final Logger LOG = Logger.getLogger(CollateralIntake.class);

    private final Market market;
    private final CollateralStore store;
    private final Workers workers;
    private final Pool pool;
    private final Duration refresh;

    CollateralIntake(Market market, CollateralStore store, Workers workers, Pool pool, Settings settings) {
        this.market = market;
        this.store = store;
        this.workers = workers;
        this.pool = pool;
        this.refresh = settings.collateralRefresh();
    }

    /**
     * What came of it.
     *
     * @param answer what is to be used from now on
     * @param isTaken whether that is the fetched collateral
     */
    record Intake(CollateralAnswer answer, boolean isTaken) {}

    private record DatedList(SignedList list, TcbRecoveries recoveries) {}

    Uni<Intake> take(CollateralKey key, CollateralBytes bytes, Optional<SignedList> numbers, Instant now) {
        return store.floor(pool, key.tee())
                .chain(floor -> workers.run(() -> verify(key, bytes, floor, now)))
                .chain(result -> switch (result) {
                    case CollateralResult.Verified(VerifiedCollateral collateral) ->
                        pool.withTransaction(transaction ->
                                activate(transaction, key, collateral, verifiedList(collateral, numbers, now), now));
                    case CollateralResult.Rejected rejected ->
                        refuse(pool, key, bytes, rejected, now)
                                .replaceWith(() -> new Intake(new CollateralAnswer.Refused(rejected), false));
                });
    }

    private CollateralResult verify(CollateralKey key, CollateralBytes bytes, int floor, Instant now) {
        CollateralRules rules = CollateralRules.standard().withMinimumTcbEvaluationDataNumber(floor);
        CollateralResult result = CollateralVerifier.verify(bytes, market.trustRoot(), rules, now);
        return switch (result) {
            case CollateralResult.Verified verified
            when !verified.collateral().key().equals(key) ->
                new CollateralResult.Rejected(
                        VerificationStatus.TCB_INFO_MISMATCH, "the service answered for another platform family");
            case CollateralResult.Verified verified -> verified;
            case CollateralResult.Rejected rejected -> rejected;
        };
    }

    private static Optional<DatedList> verifiedList(
            VerifiedCollateral collateral, Optional<SignedList> numbers, Instant now) {
        return numbers.flatMap(list -> EvaluationNumbers.verify(list.json(), list.issuerChain(), collateral, now)
                .map(verified -> new DatedList(list, verified.recoveries())));
    }

    private Uni<Intake> activate(
            SqlClient transaction,
            CollateralKey key,
            VerifiedCollateral fetched,
            Optional<DatedList> dated,
            Instant now) {
        return store.lock(transaction)
                .chain(() -> store.floor(transaction, key.tee()))
                .chain(floor -> active(transaction, key).chain(active -> {
                    Optional<CollateralResult.Rejected> refusal = refusal(fetched, floor, active);
                    return refusal.isPresent()
                            ? keep(transaction, key, fetched, refusal.get(), active, now)
                            : put(transaction, key, fetched, dated, now);
                }));
    }

    /** The active collateral of a key; none if it does not lead to this root any more. */
    private Uni<Optional<VerifiedCollateral>> active(SqlClient transaction, CollateralKey key) {
        return store.active(transaction, key)
                .chain(row -> row.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : workers.run(() -> switch (CollateralVerifier.verifySignatures(
                                row.get().bytes(), market.trustRoot(), CollateralRules.standard())) {
                            case CollateralResult.Verified(VerifiedCollateral active) -> Optional.of(active);
                            case CollateralResult.Rejected rejected -> Optional.empty();
                        }));
    }

    private static Optional<CollateralResult.Rejected> refusal(
            VerifiedCollateral fetched, int floor, Optional<VerifiedCollateral> active) {
        int number = fetched.tcbEvaluationDataNumber();
        return number < floor
                ? Optional.of(new CollateralResult.Rejected(
                        VerificationStatus.TCB_EVALUATION_DATA_NUMBER_BELOW_FLOOR,
                        "number " + number + ", the floor is " + floor))
                : active.flatMap(fetched::refusalInPlaceOf);
    }

    /** Another fetch may have been faster with something newer: that is used, if it is in its windows. */
    private Uni<Intake> keep(
            SqlClient transaction,
            CollateralKey key,
            VerifiedCollateral fetched,
            CollateralResult.Rejected refusal,
            Optional<VerifiedCollateral> active,
            Instant now) {
        Optional<VerifiedCollateral> usable =
                active.filter(known -> known.refusalAt(now).isEmpty());
        return refuse(transaction, key, fetched.bytes(), refusal, now)
                .chain(() -> store.recoveries(transaction, key.tee()))
                .map(recoveries -> usable.<CollateralAnswer>map(
                                known -> new CollateralAnswer.Available(known, recoveries))
                        .orElseGet(() -> new CollateralAnswer.Refused(refusal)))
                .map(answer -> new Intake(answer, false));
    }

    /** The list is no condition: what earlier ones said still holds, and without a date there is no grace. */
    private Uni<Intake> put(
            SqlClient transaction,
            CollateralKey key,
            VerifiedCollateral fetched,
            Optional<DatedList> dated,
            Instant now) {
        Instant refreshAt = RefreshTime.of(now, fetched.validTo(), key, refresh);
        TcbRecoveries listed = dated.map(DatedList::recoveries).orElse(TcbRecoveries.none());
        return store.putRecoveries(transaction, key.tee(), listed)
                .chain(() -> store.recoveries(transaction, key.tee()))
                .call(known -> store.activate(
                        transaction, CollateralRow.of(key, fetched, now, refreshAt, known, dated.map(DatedList::list))))
                .map(known -> new Intake(new CollateralAnswer.Available(fetched, known), true));
    }

    private Uni<Void> refuse(
            SqlClient client,
            CollateralKey key,
            CollateralBytes bytes,
            CollateralResult.Rejected rejected,
            Instant now) {
        LOG.errorf(
                "Collateral refused fmspc=%s reason=%s detail=%s", key.fmspc(), rejected.status(), rejected.detail());
        return store.reject(client, key, bytes, rejected, now);
    }
}
