package org.computingpower.gateway.adapter.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.computingpower.gateway.application.CurrentQuote;
import org.computingpower.gateway.application.NodeIdentity;
import org.computingpower.gateway.application.QuoteProvider;
import org.computingpower.gateway.application.QuoteStore;
import org.computingpower.gateway.application.user.ReceiveData;
import org.computingpower.gateway.application.user.Sessions;
import org.computingpower.gateway.config.GatewayConfig;
import org.computingpower.gateway.domain.access.GrantRefusal;
import org.computingpower.gateway.domain.access.ManifestRefusal;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.AccessGrant;

/** Identity, sessions and data on the public origin. */
@Singleton
class UserRoutes {
    private static final int MAX_SMALL_BODY = 16 * 1024;
    /** Base64 takes four bytes for three; the rest is the envelope. */
    private static final int ENVELOPE = 8 * 1024;

    private final Json json;
    private final NodeIdentity identity;
    private final QuoteProvider provider;
    private final QuoteStore quotes;
    private final Sessions sessions;
    private final ReceiveData receiveData;
    private final GatewayConfig config;
    private final InstantSource clock;

    UserRoutes(
            Json json,
            NodeIdentity identity,
            QuoteProvider provider,
            QuoteStore quotes,
            Sessions sessions,
            ReceiveData receiveData,
            GatewayConfig config,
            InstantSource clock) {
        this.json = json;
        this.identity = identity;
        this.provider = provider;
        this.quotes = quotes;
        this.sessions = sessions;
        this.receiveData = receiveData;
        this.config = config;
        this.clock = clock;
    }

    private record SessionRequest(AccessGrant grant, Signature signature) {}

    void addTo(Router router) {
        router.get("/identity/v1").handler(context -> json.answer(context, () -> new Json.Answer.Ok(identityView())));
        router.post("/access/v1/sessions").handler(body(MAX_SMALL_BODY)).handler(this::openSession);
        int dataBody = (int) Math.min(Integer.MAX_VALUE, config.data().maxBytes() / 3L * 4 + ENVELOPE);
        router.post("/data/v1/orders/:orderId").handler(body(dataBody)).handler(this::receive);
    }

    private static BodyHandler body(int limit) {
        return BodyHandler.create(false).setBodyLimit(limit);
    }

    private Map<String, Object> identityView() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("nodeId", identity.nodeId());
        view.put("publicKey", identity.nodeKey().verifyingKey());
        view.put("hpkePublicKey", identity.hpkePublicKey());
        view.put("tlsSpkiSha256", identity.tlsSpkiSha256());
        view.put("quoteHash", quotes.current().map(CurrentQuote::quoteHash).orElse(null));
        view.put("trustDomain", provider.trustDomain());
        view.put("workloadPlacement", "GATEWAY_ENCLAVE");
        return view;
    }

    private void openSession(RoutingContext context) {
        json.handle(context, SessionRequest.class, request -> switch (sessions.open(
                request.grant(), request.signature())) {
            case Sessions.Opening.Opened opened -> {
                setCookie(context, request.grant(), opened);
                yield new Json.Answer.Ok(Map.of("session", opened.token(), "expiresAt", opened.expiresAt()));
            }
            case Sessions.Opening.Refused refused -> new Json.Answer.Refused(problem(refused.reason()));
        });
    }

    private void setCookie(RoutingContext context, AccessGrant grant, Sessions.Opening.Opened opened) {
        long seconds = Duration.between(clock.instant(), opened.expiresAt()).toSeconds();
        context.response()
                .addCookie(Cookie.cookie(AppProxy.COOKIE, opened.token())
                        .setPath("/apps/" + grant.orderId())
                        .setMaxAge(Math.max(0, seconds))
                        .setSecure(true)
                        .setHttpOnly(true)
                        .setSameSite(CookieSameSite.STRICT));
    }

    private void receive(RoutingContext context) {
        String orderId = context.pathParam("orderId");
        json.handle(context, ReceiveData.Message.class, message -> {
            if (!message.manifest().orderId().toString().equals(orderId)) {
                return new Json.Answer.Refused(Problem.invalid("The manifest is for another order than the path."));
            }
            return switch (receiveData.receive(message)) {
                case ReceiveData.Outcome.Received received ->
                    new Json.Answer.Ok(Map.of("receipt", received.receipt(), "signature", received.signature()));
                case ReceiveData.Outcome.Refused refused -> new Json.Answer.Refused(problem(refused.reason()));
            };
        });
    }

    static Problem problem(GrantRefusal reason) {
        return switch (reason) {
            case NOT_YOURS ->
                new Problem(403, "grant-refused", "Grant refused", "The signer is not the user of an order here.");
            case WRONG_GATEWAY ->
                new Problem(403, "grant-for-another-gateway", "Grant for another gateway", "Node or origin differ.");
            case EXPIRED -> new Problem(403, "grant-expired", "Grant expired", "Sign a new grant.");
            case REPLAYED -> new Problem(409, "grant-used", "Grant used", "A grant opens one session; sign a new one.");
            case TOO_MANY_SESSIONS ->
                new Problem(429, "too-many-sessions", "Too many sessions", "Wait until sessions expire.");
        };
    }

    static Problem problem(ManifestRefusal reason) {
        return switch (reason) {
            case ManifestRefusal.NotYours _ ->
                new Problem(403, "data-refused", "Data refused", "The signer is not the user of an order here.");
            case ManifestRefusal.OtherQuote other ->
                new Problem(
                        409,
                        "quote-superseded",
                        "Quote superseded",
                        "The current quote is " + other.current() + "; verify it and seal again.");
            case ManifestRefusal.NoQuote _ ->
                new Problem(409, "no-quote", "No quote", "This gateway has no quote yet.");
            case ManifestRefusal.OutOfSequence sequence ->
                new Problem(
                        409, "out-of-sequence", "Out of sequence", "The next number is " + sequence.expected() + ".");
            case ManifestRefusal.OtherCiphertext _ ->
                new Problem(422, "ciphertext-differs", "Ciphertext differs", "Its SHA-256 is not the manifest's.");
            case ManifestRefusal.TooLarge large ->
                new Problem(413, "too-large", "Too large", "At most " + large.maxBytes() + " bytes are taken.");
            case ManifestRefusal.NotOpened _ ->
                new Problem(
                        422,
                        "not-sealed-for-this",
                        "Not sealed for this",
                        "It does not open under this order," + " quote and key.");
        };
    }
}
