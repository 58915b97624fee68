package org.computingpower.gateway.application.user;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.computingpower.gateway.application.NodeIdentity;
import org.computingpower.gateway.application.orders.DesiredOrder;
import org.computingpower.gateway.application.orders.RunningOrders;
import org.computingpower.gateway.config.GatewayConfig;
import org.computingpower.gateway.domain.access.GrantRefusal;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.AccessGrant;

/**
 * Exchanges a wallet's grant for a session. Only hashes of session tokens are kept, in memory: a restart ends all
 * sessions, the end of an order ends its own.
 */
@Singleton
public class Sessions {
    private final NodeIdentity identity;
    private final MarketFile market;
    private final RunningOrders running;
    private final UserState users;
    private final GatewayConfig config;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Map<Bytes32, Session> sessions = new ConcurrentHashMap<>();

    /** Wires the use case. */
    public Sessions(
            NodeIdentity identity,
            MarketFile market,
            RunningOrders running,
            UserState users,
            GatewayConfig config,
            SecureRandom random,
            InstantSource clock) {
        this.identity = identity;
        this.market = market;
        this.running = running;
        this.users = users;
        this.config = config;
        this.random = random;
        this.clock = clock;
    }

    private record Session(OrderId orderId, Instant expiresAt) {}

    /** What came of a grant. */
    public sealed interface Opening {
        /**
         * A session.
         *
         * @param token the bearer token, never stored
         * @param expiresAt its end
         */
        record Opened(String token, Instant expiresAt) implements Opening {
            /** Without the token. */
            @Override
            public String toString() {
                return "Opened[" + expiresAt + "]";
            }
        }

        /** None. */
        record Refused(GrantRefusal reason) implements Opening {}
    }

    /** Checks a grant and opens a session; the grant is used up even if the answer is lost. */
    public synchronized Opening open(AccessGrant grant, Signature signature) {
        Optional<GrantRefusal> refusal = refusal(grant, signature);
        if (refusal.isPresent()) {
            return new Opening.Refused(refusal.get());
        }
        Instant now = clock.instant();
        sessions.values().removeIf(session -> !isAlive(session, now));
        long open = sessions.values().stream()
                .filter(session -> session.orderId().equals(grant.orderId()))
                .count();
        if (open >= config.access().maxSessions()) {
            return new Opening.Refused(GrantRefusal.TOO_MANY_SESSIONS);
        }
        if (!users.useGrant(grant.orderId(), grant.nonce())) {
            return new Opening.Refused(GrantRefusal.REPLAYED);
        }
        byte[] secret = new byte[Bytes32.LENGTH];
        random.nextBytes(secret);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Instant expiresAt = now.plus(config.access().sessionTtl());
        sessions.put(hash(token), new Session(grant.orderId(), expiresAt));
        return new Opening.Opened(token, expiresAt);
    }

    /** Whether a token opens an order now. */
    public boolean isOpen(String token, OrderId orderId) {
        Session session = sessions.get(hash(token));
        return session != null && session.orderId().equals(orderId) && isAlive(session, clock.instant());
    }

    private Optional<GrantRefusal> refusal(AccessGrant grant, Signature signature) {
        Optional<DesiredOrder> order = running.find(grant.orderId());
        if (order.isEmpty() || !grant.isSignedBy(order.get().user(), signature, market.domains())) {
            return Optional.of(GrantRefusal.NOT_YOURS);
        }
        if (!grant.nodeId().equals(identity.nodeId())
                || !grant.gatewayOrigin().equals(config.publicOrigin().toString())) {
            return Optional.of(GrantRefusal.WRONG_GATEWAY);
        }
        return clock.instant().getEpochSecond() >= grant.expiresAt()
                ? Optional.of(GrantRefusal.EXPIRED)
                : Optional.empty();
    }

    private boolean isAlive(Session session, Instant now) {
        return session.expiresAt().isAfter(now)
                && running.find(session.orderId()).isPresent();
    }

    private static Bytes32 hash(String token) {
        return Digests.sha256(token.getBytes(StandardCharsets.UTF_8));
    }
}
