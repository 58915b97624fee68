package org.computingpower.relayer.config;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.computingpower.kit.outbox.Outbox;
import org.computingpower.marketfile.MarketFileReader;
import org.computingpower.relayer.adapter.abi.MarketCallFactory;
import org.computingpower.relayer.adapter.abi.MarketCalls;
import org.computingpower.relayer.adapter.abi.MarketErrors;
import org.computingpower.relayer.adapter.abi.MarketFacts;
import org.computingpower.relayer.adapter.alert.LoggedAlerts;
import org.computingpower.relayer.adapter.alert.LoggedProgress;
import org.computingpower.relayer.adapter.postgres.Database;
import org.computingpower.relayer.adapter.postgres.OutboxFactWriter;
import org.computingpower.relayer.adapter.postgres.PostgresChainReading;
import org.computingpower.relayer.adapter.postgres.PostgresInboundBooks;
import org.computingpower.relayer.adapter.postgres.PostgresIntentQueue;
import org.computingpower.relayer.adapter.postgres.PostgresOperatorRequests;
import org.computingpower.relayer.adapter.postgres.PostgresOutboundBooks;
import org.computingpower.relayer.adapter.rpc.JsonRpc;
import org.computingpower.relayer.adapter.rpc.JsonRpcNode;
import org.computingpower.relayer.application.Alerts;
import org.computingpower.relayer.application.ChainNode;
import org.computingpower.relayer.application.ChainReading;
import org.computingpower.relayer.application.Endpoints;
import org.computingpower.relayer.application.FollowChain;
import org.computingpower.relayer.application.FollowSettings;
import org.computingpower.relayer.application.IntentQueue;
import org.computingpower.relayer.application.OperatorRequests;
import org.computingpower.relayer.application.SendIntents;
import org.computingpower.relayer.application.SendSettings;
import org.computingpower.relayer.application.SendSteps;
import org.computingpower.relayer.application.TakeIntents;
import org.computingpower.relayer.domain.FeePolicy;
import org.computingpower.relayer.domain.FinalityQuorum;
import org.computingpower.relayer.domain.ResubmissionRule;
import org.computingpower.relayer.domain.SignerPolicy;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.market.MarketFile;

/** Puts the parts together. */
@ApplicationScoped
public class Relayer {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** One identity for both leases; a new process is a new holder. */
    private final UUID instance = UUID.randomUUID();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();

    /** The market, checked against the operator's hash and, if wanted, against the chain. */
    @Produces
    @Singleton
    MarketFile market(MarketConfig config) {
        return MarketFileReader.read(config.file(), config.sha256().map(Bytes32::parse), config.verifyOnChain());
    }

    @Produces
    @Singleton
    Alerts alerts(MeterRegistry metrics, InstantSource clock) {
        return new LoggedAlerts(metrics, clock);
    }

    @Produces
    @Singleton
    TakeIntents takeIntents(MarketFile market) {
        return new TakeIntents(
                new MarketCallFactory(
                        market.contracts().nodeRegistry(), market.contracts().orderEscrow()),
                market.domains());
    }

    @Produces
    @Singleton
    IntentQueue intentQueue() {
        return new PostgresIntentQueue();
    }

    @Produces
    @Singleton
    ChainReading chainReading(Pool pool) {
        return new PostgresChainReading(pool);
    }

    @Produces
    @Singleton
    OperatorRequests operatorRequests(Pool pool) {
        return new PostgresOperatorRequests(pool);
    }

    @Produces
    @Singleton
    Database database(Pool pool) {
        return new Database(pool);
    }

    @Produces
    @Singleton
    Leaseholder leaseholder(Database database) {
        return new Leaseholder(database, instance);
    }

    @Produces
    @Singleton
    SendIntents sendIntents(
            RelayerConfig config, MarketFile market, Database database, InstantSource clock, Alerts alerts) {
        RelayerConfig.Send send = config.send();
        SendSettings settings = new SendSettings(
                instance,
                config.leaseTerm(),
                send.maxInFlight(),
                new FeePolicy(send.maxFeePerGas()),
                new ResubmissionRule(send.bumpAfterBlocks(), send.bumpAfter()),
                new SignerPolicy(
                        MarketCalls.allowed(
                                market.contracts().nodeRegistry(),
                                market.contracts().orderEscrow()),
                        send.dailyGasBudget()),
                send.anomalyGrace());
        return new SendIntents(
                new PostgresOutboundBooks(database),
                endpoints(config, market, clock, alerts),
                Signers.of(config, market.profile(), http),
                new MarketErrors(),
                settings,
                clock,
                alerts,
                SendSteps.NONE);
    }

    @Produces
    @Singleton
    FollowChain followChain(
            RelayerConfig config,
            MarketFile market,
            Database database,
            Outbox outbox,
            InstantSource clock,
            Alerts alerts,
            MeterRegistry metrics) {
        MarketFile.Contracts contracts = market.contracts();
        FollowSettings settings = new FollowSettings(
                instance,
                config.leaseTerm(),
                List.of(contracts.nodeRegistry(), contracts.stakeManager(), contracts.orderEscrow()),
                market.deployBlock(),
                config.follow().maxBlocksPerPoll(),
                config.follow().backfillRange());
        return new FollowChain(
                new PostgresInboundBooks(database, new OutboxFactWriter(outbox)),
                endpoints(config, market, clock, alerts),
                new MarketFacts(contracts.orderEscrow()),
                settings,
                alerts,
                new LoggedProgress(metrics, clock));
    }

    private Endpoints endpoints(RelayerConfig config, MarketFile market, InstantSource clock, Alerts alerts) {
        List<ChainNode> nodes = nodes(config, market);
        FinalityQuorum quorum = config.rpc().finalityQuorum().isPresent()
                ? new FinalityQuorum(nodes.size(), config.rpc().finalityQuorum().getAsInt())
                : FinalityQuorum.majorityOf(nodes.size());
        return new Endpoints(nodes, market.chainId(), quorum, config.rpc().maxHeadLag(), clock, alerts);
    }

    private List<ChainNode> nodes(RelayerConfig config, MarketFile market) {
        List<URI> urls = config.rpc().urls().orElse(market.rpcUrls());
        return urls.stream()
                .<ChainNode>map(url ->
                        new JsonRpcNode(new JsonRpc(http, url, config.rpc().timeout())))
                .toList();
    }
}
