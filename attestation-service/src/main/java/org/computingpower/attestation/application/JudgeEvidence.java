package org.computingpower.attestation.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.computingpower.attestation.domain.CollateralAnswer;
import org.computingpower.attestation.domain.EvidenceKinds;
import org.computingpower.attestation.domain.EvidenceRules;
import org.computingpower.attestation.domain.IntelDcap;
import org.computingpower.attestation.domain.Judge;
import org.computingpower.attestation.domain.Market;
import org.computingpower.attestation.domain.ReadEvidence;
import org.computingpower.attestation.domain.ValidatorKey;
import org.computingpower.attestation.domain.VerdictSigner;
import org.computingpower.events.MarketEvent;
import org.computingpower.kit.Detached;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.collateral.CollateralKey;
import org.computingpower.sgx.dcap.verify.QuoteVerifier;
import org.computingpower.terms.NodeId;
import org.jboss.logging.Logger;

/**
 * Judges what waits, batch by batch, at its own pace: facts are read, quotes verified side by side, verdicts signed and
 * written with their events in one transaction. What is under way (registration, block, policy, collateral) is waited
 * for with a growing pause; after that the judgment is made without it, which rejects.
 */
@ApplicationScoped
public class JudgeEvidence {
    private static final Logger LOG = Logger.getLogger(JudgeEvidence.class);
    private static final int REMEMBERED_PLATFORMS = 4096;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration COMMIT_LAG = Duration.ofMillis(30);
    private static final int MAX_DOUBLINGS = 6;
    private static final CollateralAnswer NOT_NEEDED = new CollateralAnswer.Missing("not needed", false);
    private static final CollateralAnswer NOT_FETCHED =
            new CollateralAnswer.Missing("none is fetched for a node that is not registered", true);
    private static final Duration SET_ASIDE = Duration.ofMinutes(1);

    private final Market market;
    private final Settings settings;
    private final EvidenceStore evidence;
    private final VerdictStore verdicts;
    private final ClaimStore claims;
    private final JudgmentFacts facts;
    private final Collaterals collaterals;
    private final Publisher publisher;
    private final Workers workers;
    private final Detached detached;
    private final Pool pool;
    private final InstantSource clock;
    private final EvidenceKinds kinds;
    private final Judge judge;
    private final VerdictSigner signer;
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicBoolean again = new AtomicBoolean();

    JudgeEvidence(
            Market market,
            EvidenceRules rules,
            ValidatorKey key,
            Settings settings,
            EvidenceStore evidence,
            VerdictStore verdicts,
            ClaimStore claims,
            JudgmentFacts facts,
            Collaterals collaterals,
            Publisher publisher,
            Workers workers,
            Detached detached,
            Pool pool,
            InstantSource clock) {
        this.market = market;
        this.settings = settings;
        this.evidence = evidence;
        this.verdicts = verdicts;
        this.claims = claims;
        this.facts = facts;
        this.collaterals = collaterals;
        this.publisher = publisher;
        this.workers = workers;
        this.detached = detached;
        this.pool = pool;
        this.clock = clock;
        this.kinds = new EvidenceKinds(
                List.of(new IntelDcap(market.trustRoot(), QuoteVerifier.remembering(REMEMBERED_PLATFORMS))));
        this.judge = new Judge(market, rules);
        this.signer = new VerdictSigner(market, key);
    }

    /** Something may wait once the present transaction has committed; a hint only, the timer looks anyway. */
    public void soon() {
        detached.run(() -> Uni.createFrom()
                        .voidItem()
                        .onItem()
                        .delayIt()
                        .by(COMMIT_LAG)
                        .chain(this::judgeAll))
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("Judging failed reason=%s", failure));
    }

    /** Judges until nothing is due. One run at a time. */
    public Uni<Void> judgeAll() {
        if (!running.compareAndSet(false, true)) {
            again.set(true);
            return Uni.createFrom().voidItem();
        }
        again.set(false);
        return batches()
                .onTermination()
                .invoke(() -> running.set(false))
                .chain(() -> again.get() ? judgeAll() : Uni.createFrom().voidItem());
    }

    private Uni<Void> batches() {
        return evidence.pending(pool, clock.instant(), settings.judgingBatch())
                .chain(batch -> batch.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : judge(batch)
                                .onFailure()
                                .recoverWithUni(failure -> oneByOne(batch, failure))
                                .chain(this::batches));
    }

    /** One evidence that cannot be judged holds up no other. */
    private Uni<Void> oneByOne(List<PendingEvidence> batch, Throwable failure) {
        if (batch.size() == 1) {
            PendingEvidence only = batch.getFirst();
            LOG.errorf(
                    failure,
                    "Evidence cannot be judged, set aside evidenceId=%s attempts=%d",
                    only.evidence().evidenceId(),
                    only.attempts());
            return evidence.postpone(
                    pool, List.of(only.evidence().evidenceId()), clock.instant().plus(SET_ASIDE));
        }
        Uni<Void> chain = Uni.createFrom().voidItem();
        for (PendingEvidence one : batch) {
            List<PendingEvidence> alone = List.of(one);
            chain = chain.chain(() -> judge(alone).onFailure().recoverWithUni(again -> oneByOne(alone, again)));
        }
        return chain;
    }

    private record Case(PendingEvidence pending, ReadEvidence read) {}

    private Uni<Void> judge(List<PendingEvidence> batch) {
        List<Supplier<Case>> reading = batch.stream()
                .<Supplier<Case>>map(pending -> () -> new Case(pending, kinds.read(pending.evidence())))
                .toList();
        return workers.runAll(reading)
                .chain(cases -> facts.registered(pool, batch)
                        .chain(registered -> collateral(cases, registered))
                        .chain(answers ->
                                facts.of(pool, batch, clock.instant()).chain(known -> judge(cases, answers, known))));
    }

    /** Nothing is fetched for whoever is no node of the market. */
    private Uni<Map<CollateralKey, CollateralAnswer>> collateral(List<Case> cases, Set<NodeId> registered) {
        Set<CollateralKey> keys = new HashSet<>();
        for (Case one : cases) {
            switch (one.read()) {
                case ReadEvidence.ToVerify quoted -> {
                    if (registered.contains(one.pending().evidence().nodeId())) {
                        keys.add(quoted.key());
                    }
                }
                case ReadEvidence.Unusable unusable -> {}
            }
        }
        return collaterals.getAll(keys);
    }

    private Uni<Void> judge(List<Case> cases, Map<CollateralKey, CollateralAnswer> answers, JudgmentFacts.Known known) {
        List<Supplier<Judged>> work = new ArrayList<>();
        List<UUID> postponed = new ArrayList<>();
        int attempts = 0;
        for (Case one : cases) {
            boolean isRegistered =
                    known.nodes().containsKey(one.pending().evidence().nodeId());
            var circumstances =
                    known.circumstances(one.pending(), answer(one.read(), isRegistered ? answers : Map.of()));
            Instant deadline = one.pending().receivedAt().plus(settings.patience());
            if (circumstances.isIncomplete() && known.now().isBefore(deadline)) {
                postponed.add(one.pending().evidence().evidenceId());
                attempts = Math.max(attempts, one.pending().attempts());
            } else {
                work.add(() -> new Judged(
                        one.pending().evidence(),
                        one.read(),
                        circumstances,
                        judge.judge(one.pending().evidence(), one.read(), circumstances)));
            }
        }
        Instant later = known.now().plus(FIRST_PAUSE.multipliedBy(1L << Math.min(attempts, MAX_DOUBLINGS)));
        return (postponed.isEmpty() ? Uni.createFrom().voidItem() : evidence.postpone(pool, postponed, later))
                .chain(() -> workers.runAll(work))
                .chain(judged -> judged.isEmpty() ? Uni.createFrom().voidItem() : conclude(judged, known));
    }

    /** For a quote that cannot be read no collateral is missing; for a node that is not registered it may come. */
    private static CollateralAnswer answer(ReadEvidence read, Map<CollateralKey, CollateralAnswer> answers) {
        return switch (read) {
            case ReadEvidence.ToVerify quoted -> answers.getOrDefault(quoted.key(), NOT_FETCHED);
            case ReadEvidence.Unusable unusable -> NOT_NEEDED;
        };
    }

    private Uni<Void> conclude(List<Judged> judged, JudgmentFacts.Known known) {
        Set<Bytes> platforms = new HashSet<>();
        judged.forEach(one -> one.judgment().platformId().ifPresent(platforms::add));
        return claims.holders(pool, platforms)
                .map(holders -> withPlatforms(judged, new HashMap<>(holders)))
                .chain(complete -> workers.runAll(complete.stream()
                        .<Supplier<SignedJudgment>>map(one -> () -> sign(one, known))
                        .toList()))
                .chain(signed -> detached.run(() -> pool.withTransaction(transaction -> write(transaction, signed))));
    }

    private static List<Judged> withPlatforms(List<Judged> judged, Map<Bytes, List<NodeId>> holders) {
        List<Judged> complete = new ArrayList<>();
        for (Judged one : judged) {
            Optional<Bytes> platform = one.judgment().platformId();
            NodeId nodeId = one.evidence().nodeId();
            List<NodeId> others = platform.map(id -> holders.getOrDefault(id, List.of())).orElse(List.of()).stream()
                    .filter(holder -> !holder.equals(nodeId))
                    .toList();
            Judged whole = one.with(Judge.withPlatform(
                    one.judgment(), others, one.circumstances().policy()));
            complete.add(whole);
            if (whole.judgment().isAccepted() && whole.isHoldingPlatform()) {
                List<NodeId> more = new ArrayList<>(others);
                more.add(nodeId);
                holders.put(platform.orElseThrow(), more);
            }
        }
        return complete;
    }

    private record SignedJudgment(Judged judged, Verdict verdict, Optional<StandingClaim> claim) {}

    private SignedJudgment sign(Judged one, JudgmentFacts.Known known) {
        long lastSeq = known.lastSeq(one.evidence().nodeId());
        var event = signer.sign(one.evidence(), one.judgment(), one.circumstances(), lastSeq);
        return new SignedJudgment(
                one,
                one.verdict(event, market.trustRootHash()),
                one.claim(event, known.claim(one.evidence().nodeId())));
    }

    private Uni<Void> write(SqlClient transaction, List<SignedJudgment> signed) {
        List<Verdict> made = signed.stream().map(SignedJudgment::verdict).toList();
        return verdicts.add(transaction, made).chain(added -> {
            List<SignedJudgment> fresh = signed.stream()
                    .filter(one -> added.contains(one.verdict().judged().evidenceId()))
                    .toList();
            MarketEvent[] events =
                    fresh.stream().map(one -> one.verdict().judged()).toArray(MarketEvent[]::new);
            fresh.forEach(JudgeEvidence::log);
            List<StandingClaim> standing =
                    fresh.stream().flatMap(one -> one.claim().stream()).toList();
            return (standing.isEmpty() ? Uni.createFrom().voidItem() : claims.put(transaction, standing))
                    .chain(() -> publisher.publish(transaction, events));
        });
    }

    private static void log(SignedJudgment one) {
        var judged = one.verdict().judged();
        LOG.infof(
                "Evidence judged evidenceId=%s nodeId=%s decision=%s reasons=%s",
                judged.evidenceId(), judged.nodeId(), judged.decision(), judged.reasons());
    }
}
