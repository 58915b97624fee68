package org.computingpower.challenge.config;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.LaunchMode;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.computingpower.challenge.application.CloseRound;
import org.computingpower.challenge.application.CosignBatches;
import org.computingpower.challenge.application.CosignStore;
import org.computingpower.challenge.application.DrandSource;
import org.computingpower.challenge.application.ForgetRounds;
import org.computingpower.challenge.application.OwnDoor;
import org.computingpower.challenge.application.Peers;
import org.computingpower.challenge.application.Projections;
import org.computingpower.challenge.application.ProofLog;
import org.computingpower.challenge.application.ProofReads;
import org.computingpower.challenge.application.ReadProofs;
import org.computingpower.challenge.application.RoundConductor;
import org.computingpower.challenge.application.RoundStore;
import org.computingpower.challenge.application.RoundStream;
import org.computingpower.challenge.application.Settings;
import org.computingpower.challenge.application.SigningDesk;
import org.computingpower.challenge.application.TakeAnswers;
import org.computingpower.challenge.application.TakePeerMessages;
import org.computingpower.challenge.application.TakeStatements;
import org.computingpower.challenge.application.WaitingAnswers;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.marketfile.MarketFileReader;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.MarketFile;

/** Puts the use cases together. The market file and the key are read once; a wrong one ends the start. */
@ApplicationScoped
public class Wiring {

    @Produces
    @Singleton
    MarketFile market(MarketConfig config) {
        return MarketFileReader.read(config.file(), config.sha256().map(Bytes32::parse), config.verifyOnChain());
    }

    @Produces
    @Singleton
    MarketRules rules(MarketFile market) {
        return MarketRules.of(market);
    }

    @Produces
    @Singleton
    SigningKey key(ValidatorConfig config, MarketRules rules) {
        SigningKey key = KeyFile.read(config.keyFile());
        if (!rules.members().contains(key.address())) {
            throw new IllegalStateException(
                    "The key of validator.key-file is no member of the market's validator set: " + key.address());
        }
        return key;
    }

    @Produces
    @Singleton
    SigningDesk desk(SigningKey key, MarketRules rules, RoundStore store) {
        return new SigningDesk(key, rules.domains(), store);
    }

    @Produces
    @Singleton
    RoundConductor conductor(
            MarketRules rules,
            ChallengeConfig config,
            SigningDesk desk,
            RoundStore store,
            RoundStream stream,
            Peers peers,
            Workers workers,
            WaitingAnswers waiting,
            InstantSource clock,
            DrandSource drand) {
        BeaconChoice.check(config.beacon(), config.drandUrls().orElse(List.of()), rules, LaunchMode.current());
        Duration fix = config.rosterFixDelay();
        if (fix.toMillis() >= rules.drawFromMillis()) {
            throw new IllegalStateException("challenge.roster-fix-delay is less than the market's drawFromMillis, "
                    + rules.drawFromMillis() + " ms");
        }
        return new RoundConductor(
                rules,
                new Settings(fix, config.callTolerance(), config.beacon()),
                desk,
                store,
                stream,
                peers,
                new CloseRound(rules, desk, store, clock),
                waiting,
                workers.closer(),
                clock,
                new SecureRandom(),
                drand);
    }

    @Produces
    @Singleton
    WaitingAnswers waiting(ChallengeConfig config, Workers workers, MeterRegistry metrics) {
        WaitingAnswers waiting =
                new WaitingAnswers(workers.checks(), config.maxWaitingAnswers(), config.maxWaitingBytes());
        metrics.gauge("cpp.challenge.answers.waiting", waiting, WaitingAnswers::count);
        return waiting;
    }

    @Produces
    @Singleton
    TakeAnswers answers(
            MarketRules rules,
            RoundConductor conductor,
            SigningDesk desk,
            ProofLog proofs,
            Peers peers,
            WaitingAnswers waiting,
            InstantSource clock) {
        return new TakeAnswers(rules, conductor, desk, proofs, peers, waiting, clock);
    }

    @Produces
    @Singleton
    TakePeerMessages peerMessages(MarketRules rules, RoundConductor conductor, SigningDesk desk, RoundStore store) {
        return new TakePeerMessages(rules, conductor, desk, store);
    }

    @Produces
    @Singleton
    ReadProofs readProofs(MarketRules rules, SigningDesk desk, ProofReads reads) {
        return new ReadProofs(desk, rules.setVersion(), reads);
    }

    @Produces
    @Singleton
    ForgetRounds forget(MarketRules rules, RoundStore store, InstantSource clock, ChallengeConfig config) {
        return new ForgetRounds(rules, store, clock, config.keepRounds());
    }

    @Produces
    @Singleton
    TakeStatements statements(
            MarketRules rules, SigningKey key, Projections projections, Vertx vertx, InstantSource clock) {
        return new TakeStatements(rules, key.address(), projections, vertx, clock);
    }

    @Produces
    @Singleton
    OwnDoor ownDoor(MarketRules rules, SigningDesk desk, CosignStore store, InstantSource clock) {
        return new OwnDoor(rules, desk, store, clock);
    }

    @Produces
    @Singleton
    CosignBatches cosign(
            MarketRules rules, SigningDesk desk, CosignStore store, InstantSource clock, MarketFile market) {
        return new CosignBatches(
                rules,
                desk,
                store,
                clock,
                Duration.ofSeconds(market.settlement().cosignTimeoutSeconds()));
    }
}
