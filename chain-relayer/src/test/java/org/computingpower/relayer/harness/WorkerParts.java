package org.computingpower.relayer.harness;

import io.vertx.mutiny.sqlclient.Pool;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.computingpower.relayer.adapter.abi.MarketCalls;
import org.computingpower.relayer.adapter.abi.MarketErrors;
import org.computingpower.relayer.adapter.abi.MarketFacts;
import org.computingpower.relayer.adapter.postgres.Database;
import org.computingpower.relayer.adapter.postgres.FactWriter;
import org.computingpower.relayer.adapter.postgres.PostgresInboundBooks;
import org.computingpower.relayer.adapter.postgres.PostgresOutboundBooks;
import org.computingpower.relayer.adapter.rpc.JsonRpc;
import org.computingpower.relayer.adapter.rpc.JsonRpcNode;
import org.computingpower.relayer.adapter.signer.KeySigner;
import org.computingpower.relayer.application.Alerts;
import org.computingpower.relayer.application.ChainNode;
import org.computingpower.relayer.application.Endpoints;
import org.computingpower.relayer.application.FollowChain;
import org.computingpower.relayer.application.FollowSettings;
import org.computingpower.relayer.application.Progress;
import org.computingpower.relayer.application.SendIntents;
import org.computingpower.relayer.application.SendSettings;
import org.computingpower.relayer.application.SendSteps;
import org.computingpower.relayer.domain.FeePolicy;
import org.computingpower.relayer.domain.FinalityQuorum;
import org.computingpower.relayer.domain.ResubmissionRule;
import org.computingpower.relayer.domain.SignerPolicy;
import org.computingpower.terms.key.SigningKey;

/**
 * The two workers out of real parts, as the service puts them together.
 *
 * @param contracts where the market is
 * @param urls endpoints
 * @param key the sender's key
 * @param pool the database
 * @param facts where facts go
 * @param instance identity for the leases
 * @param leaseTerm how long a lease lasts without renewal
 * @param ceiling most wei per gas
 */
public record WorkerParts(
        DeployedContracts contracts,
        List<URI> urls,
        SigningKey key,
        Pool pool,
        FactWriter facts,
        UUID instance,
        Duration leaseTerm,
        BigInteger ceiling,
        InstantSource clock,
        Alerts alerts,
        SendSteps steps) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** The sender. */
    public SendIntents sender() {
        return new SendIntents(
                new PostgresOutboundBooks(new Database(pool)),
                endpoints(),
                new KeySigner(key),
                new MarketErrors(),
                new SendSettings(
                        instance,
                        leaseTerm,
                        16,
                        new FeePolicy(ceiling),
                        new ResubmissionRule(3, Duration.ofSeconds(36)),
                        new SignerPolicy(
                                MarketCalls.allowed(contracts.nodeRegistry(), contracts.orderEscrow()),
                                BigInteger.TEN.pow(20)),
                        Duration.ofMinutes(2)),
                clock,
                alerts,
                steps);
    }

    /** The follower. */
    public FollowChain follower() {
        return new FollowChain(
                new PostgresInboundBooks(new Database(pool), facts),
                endpoints(),
                new MarketFacts(contracts.orderEscrow()),
                new FollowSettings(
                        instance,
                        leaseTerm,
                        List.of(contracts.nodeRegistry(), contracts.stakeManager(), contracts.orderEscrow()),
                        contracts.deployBlock(),
                        100,
                        1_000),
                alerts,
                Progress.NONE);
    }

    private Endpoints endpoints() {
        List<ChainNode> nodes = urls.stream()
                .<ChainNode>map(url -> new JsonRpcNode(new JsonRpc(HTTP, url, Duration.ofSeconds(10))))
                .toList();
        return new Endpoints(nodes, TestChain.CHAIN_ID, FinalityQuorum.majorityOf(nodes.size()), 5, clock, alerts);
    }
}
