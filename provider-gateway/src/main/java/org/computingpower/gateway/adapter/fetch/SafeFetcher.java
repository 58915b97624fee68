package org.computingpower.gateway.adapter.fetch;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.computingpower.gateway.application.orders.ManifestSource.Fetched;
import org.computingpower.gateway.domain.Blob;
import org.computingpower.gateway.domain.fetch.AddressRules;
import org.computingpower.gateway.domain.fetch.UrlRules;

/**
 * Fetches a stranger's URL without becoming the stranger's hand: the name is resolved once, every address is judged, and
 * the connection goes to the judged address while TLS still checks the name. No redirects, no decompression, bounded in
 * size and time.
 */
public final class SafeFetcher implements AutoCloseable {
    private static final int OK = 200;

    private final HttpClient client;
    private final UrlRules rules;
    private final NameResolver resolver;
    private final int maxBytes;
    private final Duration timeout;

    /** Resolves a host name once. */
    public interface NameResolver {
        /** All addresses of a name. */
        List<InetAddress> resolve(String host) throws UnknownHostException;
    }

    /** A fetcher under the given rules. */
    public SafeFetcher(Vertx vertx, UrlRules rules, NameResolver resolver, int maxBytes, Duration timeout) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setDecompressionSupported(false)
                .setKeepAlive(false)
                .setVerifyHost(true)
                .setConnectTimeout((int) timeout.toMillis()));
        this.rules = rules;
        this.resolver = resolver;
        this.maxBytes = maxBytes;
        this.timeout = timeout;
    }

    /** Fetches; see the class for what is refused. */
    public Fetched fetch(URI url) throws IOException, InterruptedException {
        Optional<String> objection = rules.objection(url);
        if (objection.isPresent()) {
            return new Fetched.Forbidden(objection.get());
        }
        List<InetAddress> addresses = resolver.resolve(bareHost(url));
        if (!rules.isExempt(url) && !addresses.stream().allMatch(AddressRules::isPublic)) {
            return new Fetched.Forbidden("its host has an address that is not public");
        }
        return get(url, addresses.getFirst());
    }

    private Fetched get(URI url, InetAddress address) throws IOException, InterruptedException {
        int port = UrlRules.port(url);
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(bareHost(url))
                .setPort(port)
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setSsl("https".equals(url.getScheme()))
                .setURI(path + query)
                .setFollowRedirects(false)
                .setTimeout(timeout.toMillis())
                .putHeader("Accept-Encoding", "identity");
        Future<Fetched> answer =
                client.request(request).compose(sent -> sent.send().compose(this::read));
        try {
            return answer.toCompletionStage().toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("It took longer than " + timeout.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException("It does not answer: " + String.valueOf(e.getCause()), e);
        }
    }

    private Future<Fetched> read(HttpClientResponse response) {
        if (response.statusCode() != OK) {
            return abort(response, "it answers " + response.statusCode() + " where only 200 is taken");
        }
        String encoding = response.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equals("identity")) {
            return abort(response, "it is compressed");
        }
        Promise<Fetched> done = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(chunk -> {
            if (body.length() + chunk.length() > maxBytes) {
                done.tryComplete(new Fetched.Forbidden("it is larger than " + maxBytes + " bytes"));
                response.request().connection().close();
            } else {
                body.appendBuffer(chunk);
            }
        });
        response.exceptionHandler(done::tryFail);
        response.endHandler(_ -> done.tryComplete(new Fetched.Content(new Blob(body.getBytes()))));
        return done.future();
    }

    private static Future<Fetched> abort(HttpClientResponse response, String reason) {
        int status = response.statusCode();
        response.request().connection().close();
        return status >= 500
                ? Future.failedFuture(new IOException(reason))
                : Future.succeededFuture(new Fetched.Forbidden(reason));
    }

    /** IPv6 literals stand in brackets in URLs only. */
    private static String bareHost(URI url) {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public void close() {
        client.close();
    }
}
