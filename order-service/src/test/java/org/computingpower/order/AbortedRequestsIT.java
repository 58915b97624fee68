package org.computingpower.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.computingpower.order.Story.ORDERS;
import static org.computingpower.order.Story.funded;
import static org.computingpower.order.Story.json;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.computingpower.events.OrderEvent.OrderClosing;
import org.computingpower.events.OrderEvent.OrderQuoted;
import org.computingpower.events.OrderEvent.OrderSigned;
import org.computingpower.terms.signed.Cancel;
import org.computingpower.terms.signed.Order;
import org.junit.jupiter.api.Test;

/** Fault F14: a thousand clients that cut the connection in the middle of a command. */
@QuarkusTest
class AbortedRequestsIT extends RunningService {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int QUOTES = 400;
    private static final int SIGNATURES = 300;
    private static final int CANCELLATIONS = 300;
    private static final int POOL = 8;

    @Test
    void leaveOneEffectPerCommandAndEveryConnectionInThePool() {
        Story story = story("aborted");
        abort(QUOTES, "/quotes", story.user(), () -> json(story.quoteRequest()));
        String orders = "from orders where user_subject = 'user-aborted'";
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(count("select count(*) " + orders)).isEqualTo(1));
        Order order = story.onlyOrder();
        String path = "/" + order.orderId();
        abort(
                SIGNATURES,
                path + "/signature",
                story.user(),
                () -> json(Map.of("signature", order.sign(story.wallet, TestMarket.DOMAINS))));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(story.state(order.orderId())).isEqualTo("AWAITING_ESCROW"));
        bus.tell(funded(order, clock.instant()));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(story.state(order.orderId())).isEqualTo("AWAITING_PROVIDER"));
        Cancel cancel = new Cancel(order.orderId(), clock.instant().getEpochSecond());
        abort(
                CANCELLATIONS,
                path + "/cancellation",
                story.user(),
                () -> json(Map.of("cancel", cancel, "signature", cancel.sign(story.wallet, TestMarket.DOMAINS))));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(story.state(order.orderId())).isEqualTo("CLOSING"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(busyConnections()).isZero());
        assertThat(count("select count(*) " + orders)).isEqualTo(1);
        assertThat(count("select count(*) from transition where order_id = '" + order.orderId() + "'"))
                .isEqualTo(4);
        assertThat(count("select count(*) from reservation where node_id = '" + story.nodeId() + "'"))
                .isEqualTo(1);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(bus.published(
                                OrderClosing.class, order.orderId().toString()))
                        .hasSize(1));
        assertThat(bus.published(OrderQuoted.class, order.orderId().toString())).hasSize(1);
        assertThat(bus.published(OrderSigned.class, order.orderId().toString())).hasSize(1);
        thePoolIsWhole();
    }

    private void thePoolIsWhole() {
        List<SqlConnection> all = Uni.join()
                .all(IntStream.range(0, POOL)
                        .mapToObj(n -> pool.getConnection())
                        .toList())
                .andFailFast()
                .await()
                .atMost(Duration.ofSeconds(10));
        assertThat(all).hasSize(POOL);
        all.forEach(SqlConnection::closeAndAwait);
    }

    private long busyConnections() {
        return count("select count(*) from pg_stat_activity where datname = current_database()"
                + " and pid <> pg_backend_pid() and state <> 'idle'");
    }

    /** By turns in the middle of the body, and after a whole request without reading the answer. */
    private static void abort(int times, String path, String token, Supplier<String> body) {
        String text = body.get();
        for (int attempt = 0; attempt < times; attempt++) {
            boolean whole = attempt % 2 == 1;
            String request = "POST " + ORDERS + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                    + "\r\nIdempotency-Key: " + UUID.randomUUID() + "\r\nContent-Type: application/json"
                    + "\r\nContent-Length: " + text.length() + "\r\n\r\n"
                    + (whole ? text : text.substring(0, text.length() / 2));
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
                socket.setSoLinger(true, 0);
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
