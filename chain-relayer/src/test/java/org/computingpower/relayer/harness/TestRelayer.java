package org.computingpower.relayer.harness;

import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.computingpower.relayer.adapter.abi.MarketCalls;
import org.computingpower.relayer.adapter.abi.MarketErrors;
import org.computingpower.relayer.adapter.abi.MarketFacts;
import org.computingpower.relayer.adapter.postgres.Database;
import org.computingpower.relayer.adapter.postgres.PostgresInboundBooks;
import org.computingpower.relayer.adapter.postgres.PostgresIntentQueue;
import org.computingpower.relayer.adapter.postgres.PostgresOutboundBooks;
import org.computingpower.relayer.adapter.rpc.JsonRpc;
import org.computingpower.relayer.adapter.rpc.JsonRpcNode;
import org.computingpower.relayer.adapter.signer.KeySigner;
import org.computingpower.relayer.application.Alerts;
import org.computingpower.relayer.application.ChainNode;
import org.computingpower.relayer.application.ChainUnavailableException;
import org.computingpower.relayer.application.Endpoints;
import org.computingpower.relayer.application.FollowChain;
import org.computingpower.relayer.application.FollowSettings;
import org.computingpower.relayer.application.SendIntents;
import org.computingpower.relayer.application.SendSettings;
import org.computingpower.relayer.application.SendSteps;
import org.computingpower.relayer.domain.FeePolicy;
import org.computingpower.relayer.domain.FinalityQuorum;
import org.computingpower.relayer.domain.Intent;
import org.computingpower.relayer.domain.ResubmissionRule;
import org.computingpower.relayer.domain.SignerPolicy;
import org.computingpower.terms.Address;
import org.computingpower.terms.Digests;
import org.computingpower.terms.key.SigningKey;

/** The relayer's two workers on real parts, driven poll by poll instead of by a clock. */
public final class TestRelayer {

    /** 500 gwei. */
    public static final BigInteger CEILING = BigInteger.valueOf(500_000_000_000L);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final TestMarket market;
    private final TestDatabase database;
    private final SigningKey key;
    private final Set<Alerts.Code> alerts = EnumSet.noneOf(Alerts.Code.class);
    private final SendIntents sender;
    private final FollowChain follower;
    private final UUID instance = UUID.randomUUID();
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    /** A relayer of a market on its own database, over the given endpoints, stopping at no step. */
    public TestRelayer(TestMarket market, TestDatabase database, List<URI> urls) {
        this(market, database, urls, SendSteps.NONE, CEILING);
    }

    /** With steps to listen to, and a ceiling in wei per gas. */
    public TestRelayer(TestMarket market, TestDatabase database, List<URI> urls, SendSteps steps, BigInteger ceiling) {
        this.market = market;
        this.database = database;
        this.key = SigningKey.of(Digests.keccak256OfText("relayer of " + database.hashCode()));
        market.chain().fund(key.address());
        InstantSource clock = () -> now;
        Alerts collected = (code, detail) -> alerts.add(code);
        Database books = new Database(database.pool());
        this.sender = new SendIntents(
                new PostgresOutboundBooks(books),
                endpoints(urls, clock, collected),
                new KeySigner(key),
                new MarketErrors(),
                new SendSettings(
                        instance,
                        Duration.ofSeconds(15),
                        16,
                        new FeePolicy(ceiling),
                        new ResubmissionRule(3, Duration.ofSeconds(36)),
                        new SignerPolicy(
                                MarketCalls.allowed(market.nodeRegistry(), market.orderEscrow()),
                                BigInteger.TEN.pow(20)),
                        Duration.ofMinutes(2)),
                clock,
                collected,
                steps);
        this.follower = new FollowChain(
                new PostgresInboundBooks(books, database.facts()),
                endpoints(urls, clock, collected),
                new MarketFacts(market.orderEscrow()),
                new FollowSettings(
                        instance,
                        Duration.ofSeconds(15),
                        List.of(market.nodeRegistry(), market.stakeManager(), market.orderEscrow()),
                        market.deployBlock(),
                        100,
                        500),
                collected);
    }

    private static Endpoints endpoints(List<URI> urls, InstantSource clock, Alerts alerts) {
        List<ChainNode> nodes = urls.stream()
                .<ChainNode>map(url -> new JsonRpcNode(new JsonRpc(HTTP, url, Duration.ofSeconds(10))))
                .toList();
        return new Endpoints(nodes, TestChain.CHAIN_ID, FinalityQuorum.majorityOf(nodes.size()), 5, clock, alerts);
    }

    /** Address of the relayer's key. */
    public Address key() {
        return key.address();
    }

    /** Alerts so far. */
    public Set<Alerts.Code> alerts() {
        return Set.copyOf(alerts);
    }

    /** Forgets the alerts so far. */
    public void clearAlerts() {
        alerts.clear();
    }

    /** Takes an intent as the consumers do. */
    public void take(Intent intent) {
        database.pool()
                .withTransaction(connection -> new PostgresIntentQueue().add(connection, intent))
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    /** Lets time pass for the relayer alone. */
    public void pass(Duration time) {
        now = now.plus(time);
    }

    /** One poll of each worker; an endpoint that is gone is what the workers live with. */
    public void poll() {
        send();
        follow();
    }

    /** One poll of the sender. */
    public void send() {
        try {
            sender.poll();
        } catch (ChainUnavailableException e) {
            // As Workers does: tried again at the next poll.
        }
    }

    /** One poll of the follower. */
    public void follow() {
        try {
            follower.poll();
        } catch (ChainUnavailableException e) {
            // As Workers does: tried again at the next poll.
        }
    }

    /** Polls and mines, one block and two seconds a round. */
    public void run(int rounds) {
        for (int round = 0; round < rounds; round++) {
            poll();
            market.chain().mine(1);
            pass(Duration.ofSeconds(2));
        }
        poll();
    }

    /** Ends this process's leases, as a shutdown does. */
    public void release() {
        new Database(database.pool()).releaseLeases(instance);
    }

    /** State of every intent: id, state, outcome. */
    public List<String> intents() {
        return database.query("select id, state, outcome from chain_intent order by position");
    }

    /** State of one intent. */
    public String state(Intent intent) {
        return database.query("select state, outcome from chain_intent where id = '" + intent.id() + "'")
                .getFirst();
    }
}
