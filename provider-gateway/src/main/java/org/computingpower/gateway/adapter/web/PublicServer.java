package org.computingpower.gateway.adapter.web;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.computingpower.gateway.config.GatewayConfig;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The public origin: its own TLS listener with the attested key, with nothing of the admin interface on it. */
@Singleton
public class PublicServer {
    private static final Logger LOG = Logger.getLogger(PublicServer.class);
    private static final int IDLE_SECONDS = 120;
    private static final int START_SECONDS = 10;
    private static final int HTTPS_PORT = 443;

    private final Vertx vertx;
    private final TlsIdentity tls;
    private final GatewayConfig config;
    private final UserRoutes users;
    private final AppProxy proxy;
    private @Nullable HttpServer server;

    PublicServer(Vertx vertx, TlsIdentity tls, GatewayConfig config, UserRoutes users, AppProxy proxy) {
        this.vertx = vertx;
        this.tls = tls;
        this.config = config;
        this.users = users;
        this.proxy = proxy;
    }

    /** Binds; fails the start if it cannot. */
    public void start() {
        URI origin = config.publicOrigin();
        if (!"https".equals(origin.getScheme())
                || origin.getHost() == null
                || !(origin.getRawPath() == null || origin.getRawPath().isEmpty())) {
            throw new IllegalStateException("gateway.public-origin is https://host[:port] without a path");
        }
        int originPort = origin.getPort() < 0 ? HTTPS_PORT : origin.getPort();
        Router router = Router.router(vertx);
        users.addTo(router);
        proxy.addTo(router);
        router.route().handler(context -> Problem.notFound().answer(context));
        router.errorHandler(
                413, context -> new Problem(413, "too-large", "Too large", "The body is too large.").answer(context));
        router.errorHandler(500, PublicServer::failed);
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.publicHost())
                .setPort(config.publicPort().orElse(originPort))
                .setIdleTimeout(IDLE_SECONDS)
                .setSsl(true)
                .setUseAlpn(false)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setKeyValue(Buffer.buffer(tls.dangerousPrivateKeyPem()))
                        .setCertValue(Buffer.buffer(tls.certificatePem())));
        try {
            server = vertx.createHttpServer(options)
                    .requestHandler(router)
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted at start", e);
        } catch (Exception e) {
            throw new IllegalStateException("Cannot listen on " + options.getHost() + ":" + options.getPort(), e);
        }
    }

    /** The port that was bound. */
    public int port() {
        return server == null ? 0 : server.actualPort();
    }

    /** Closes the listener and every connection. */
    public void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static void failed(RoutingContext context) {
        LOG.errorf(context.failure(), "Request failed: path=%s", context.normalizedPath());
        Problem.internal().answer(context);
    }
}
