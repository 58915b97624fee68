package org.computingpower.relayer.harness;

import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.computingpower.relayer.adapter.postgres.Database;
import org.computingpower.relayer.adapter.postgres.PostgresOperatorRequests;
import org.computingpower.relayer.application.Alerts;
import org.computingpower.relayer.application.ChainUnavailableException;
import org.computingpower.relayer.application.FollowChain;
import org.computingpower.relayer.application.OperatorRequests;
import org.computingpower.relayer.application.SendIntents;
import org.computingpower.relayer.application.SendSteps;
import org.computingpower.relayer.domain.Intent;
import org.computingpower.terms.Address;
import org.computingpower.terms.Digests;
import org.computingpower.terms.key.SigningKey;

/** The relayer's two workers on real parts, driven poll by poll instead of by a clock. */
public final class TestRelayer {

    /** 500 gwei. */
    public static final BigInteger CEILING = BigInteger.valueOf(500_000_000_000L);

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
        WorkerParts parts = new WorkerParts(
                market.contracts(),
                urls,
                key,
                database.pool(),
                database.facts(),
                instance,
                Duration.ofSeconds(15),
                ceiling,
                clock,
                collected,
                steps);
        this.sender = parts.sender();
        this.follower = parts.follower();
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
        database.take(intent);
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

    /** What operators ask for. */
    public OperatorRequests operators() {
        return new PostgresOperatorRequests(database.pool());
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
