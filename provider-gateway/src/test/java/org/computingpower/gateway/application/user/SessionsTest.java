package org.computingpower.gateway.application.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.computingpower.gateway.adapter.files.FileUserState;
import org.computingpower.gateway.application.NodeIdentity;
import org.computingpower.gateway.application.orders.DesiredOrder;
import org.computingpower.gateway.application.orders.RunningOrders;
import org.computingpower.gateway.application.user.Sessions.Opening;
import org.computingpower.gateway.config.GatewayConfig;
import org.computingpower.gateway.domain.access.GrantRefusal;
import org.computingpower.gateway.fixture.Fakes;
import org.computingpower.gateway.fixture.Market;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.AccessGrant;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.Mode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
    private static final OrderId ORDER = new OrderId(Digests.keccak256OfText("order"));
    private static final OrderId OTHER_ORDER = new OrderId(Digests.keccak256OfText("other order"));
    private static final SigningKey USER = Market.key("user");
    private static final MarketFile MARKET = Market.file();
    private static final NodeIdentity NODE = new NodeIdentity(Market.key("node"), Bytes32.ZERO, Bytes32.ZERO);

    private final Fakes.TestClock clock = new Fakes.TestClock();
    private final RunningOrders running = new RunningOrders();
    private int nonces;

    @TempDir
    Path folder;

    private GatewayConfig config;
    private Sessions sessions;

    @BeforeEach
    void open() {
        config = Fakes.gatewayConfig(folder, "gateway.access.max-sessions", "2");
        running.replace(List.of(order(ORDER), order(OTHER_ORDER)));
        sessions = freshSessions();
    }

    @Test
    void opensASessionForTheOrdersUser() {
        Opening.Opened opened = opened(grant());

        assertThat(sessions.isOpen(opened.token(), ORDER)).isTrue();
        assertThat(sessions.isOpen(opened.token(), OTHER_ORDER)).isFalse();
        assertThat(sessions.isOpen("", ORDER)).isFalse();
        assertThat(opened.toString()).doesNotContain(opened.token());
    }

    @Test
    void opensOneSessionPerGrantAlsoAfterARestart() {
        AccessGrant grant = grant();
        opened(grant);

        assertThat(refusal(grant, USER)).isEqualTo(GrantRefusal.REPLAYED);
        sessions = freshSessions();
        assertThat(refusal(grant, USER)).isEqualTo(GrantRefusal.REPLAYED);
    }

    @Test
    void refusesAForeignSignature() {
        assertThat(refusal(grant(), Market.key("stranger"))).isEqualTo(GrantRefusal.NOT_YOURS);
    }

    @Test
    void refusesAnOrderThatIsNotHere() {
        running.replace(List.of());

        assertThat(refusal(grant(), USER)).isEqualTo(GrantRefusal.NOT_YOURS);
    }

    @Test
    void refusesAGrantForAnotherGatewayOrNode() {
        AccessGrant grant = grant();
        AccessGrant otherOrigin =
                new AccessGrant(ORDER, NODE.nodeId(), "https://node.example", grant.nonce(), grant.expiresAt());
        AccessGrant otherNode = new AccessGrant(
                ORDER, Market.key("x").nodeId(), grant.gatewayOrigin(), grant.nonce(), grant.expiresAt());

        assertThat(refusal(otherOrigin, USER)).isEqualTo(GrantRefusal.WRONG_GATEWAY);
        assertThat(refusal(otherNode, USER)).isEqualTo(GrantRefusal.WRONG_GATEWAY);
    }

    @Test
    void refusesAnExpiredGrantFromItsSecondOn() {
        AccessGrant grant = grant();
        clock.now = clock.now.plusSeconds(60);

        assertThat(refusal(grant, USER)).isEqualTo(GrantRefusal.EXPIRED);
        clock.now = clock.now.minusSeconds(1);
        assertThat(opened(grant).token()).isNotEmpty();
    }

    @Test
    void boundsSessionsPerOrder() {
        opened(grant());
        opened(grant());

        assertThat(refusal(grant(), USER)).isEqualTo(GrantRefusal.TOO_MANY_SESSIONS);
        clock.now = clock.now.plus(Duration.ofHours(2));
        opened(grant());
    }

    @Test
    void endsSessionsWithTimeAndWithTheOrder() {
        Opening.Opened opened = opened(grant());

        running.replace(List.of(order(OTHER_ORDER)));
        assertThat(sessions.isOpen(opened.token(), ORDER)).isFalse();
        running.replace(List.of(order(ORDER)));
        assertThat(sessions.isOpen(opened.token(), ORDER)).isTrue();
        clock.now = opened.expiresAt();
        assertThat(sessions.isOpen(opened.token(), ORDER)).isFalse();
    }

    private Sessions freshSessions() {
        return new Sessions(NODE, MARKET, running, new FileUserState(config), config, new SecureRandom(), clock);
    }

    private AccessGrant grant() {
        return new AccessGrant(
                ORDER,
                NODE.nodeId(),
                "https://node.example:8443",
                Digests.keccak256OfText("nonce " + nonces++),
                clock.now.getEpochSecond() + 60);
    }

    private Opening.Opened opened(AccessGrant grant) {
        Opening opening = sessions.open(grant, grant.sign(USER, MARKET.domains()));
        assertThat(opening).isInstanceOf(Opening.Opened.class);
        return (Opening.Opened) opening;
    }

    private GrantRefusal refusal(AccessGrant grant, SigningKey signer) {
        Opening opening = sessions.open(grant, grant.sign(signer, MARKET.domains()));
        assertThat(opening).isInstanceOf(Opening.Refused.class);
        return ((Opening.Refused) opening).reason();
    }

    private static DesiredOrder order(OrderId orderId) {
        return new DesiredOrder(
                orderId, "ACTIVE", 0, null, null, USER.address(), DataProtection.SIMULATED, 100, Mode.EXCLUSIVE);
    }
}
