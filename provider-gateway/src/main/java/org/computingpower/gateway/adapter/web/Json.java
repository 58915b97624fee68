package org.computingpower.gateway.adapter.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Strict JSON in, JSON out, off the event loop. */
@Singleton
class Json {
    private static final Logger LOG = Logger.getLogger(Json.class);

    private final Vertx vertx;
    private final ObjectMapper strict;

    Json(Vertx vertx, ObjectMapper json) {
        this.vertx = vertx;
        this.strict = json.copy()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** An answer. */
    sealed interface Answer {
        /** 200 with a body. */
        record Ok(Object body) implements Answer {}

        /** A refusal. */
        record Refused(Problem problem) implements Answer {}
    }

    /** Reads the body, works on a worker thread, answers. */
    <T> void handle(RoutingContext context, Class<T> type, Function<T, Answer> work) {
        Buffer body = context.body().buffer();
        answer(context, () -> {
            T request;
            try {
                request = strict.readValue(body == null ? new byte[0] : body.getBytes(), type);
            } catch (IOException e) {
                // Jackson's text quotes the body; the caller gets the place only.
                return new Answer.Refused(Problem.invalid("The body is not the JSON that is expected here"
                        + (e instanceof JsonProcessingException json && json.getLocation() != null
                                ? " (line " + json.getLocation().getLineNr() + ")."
                                : ".")));
            }
            return work.apply(request);
        });
    }

    /** Works on a worker thread, answers. */
    void answer(RoutingContext context, Supplier<Answer> work) {
        vertx.executeBlocking(work::get, false).onComplete(result -> {
            if (result.failed()) {
                LOG.errorf(result.cause(), "Request failed: path=%s", context.normalizedPath());
                Problem.internal().answer(context);
                return;
            }
            switch (result.result()) {
                case Answer.Refused refused -> refused.problem().answer(context);
                case Answer.Ok ok -> send(context, ok.body());
            }
        });
    }

    private void send(RoutingContext context, Object body) {
        try {
            context.response()
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Cache-Control", "no-store")
                    .end(Buffer.buffer(strict.writeValueAsBytes(body)));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
