package org.computingpower.kit;

import io.opentelemetry.context.Context;
import io.quarkus.opentelemetry.runtime.QuarkusContextStorage;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs work to its end whatever happens to the subscriber: a client that disconnects cancels its HTTP subscription, and
 * a cancelled transaction can leak its pooled connection. Every money write runs here.
 */
@ApplicationScoped
public class Detached {
    private final Vertx vertx;

    Detached(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Starts {@code work} at once on a Vert.x context of its own, which carries the trace but no request scope: take
     * what you need from request-scoped beans before. Cancelling the returned Uni does not cancel the work.
     */
    public <T> Uni<T> run(Supplier<Uni<T>> work) {
        return resume(start(Context.current(), work));
    }

    /** What a future gives, taken on the context of the caller. Cancelling the returned Uni stops nothing. */
    public <T> Uni<T> resume(CompletableFuture<@Nullable T> result) {
        io.vertx.core.Context caller = Vertx.currentContext();
        Uni<T> answer = Uni.createFrom().completionStage(result);
        return caller == null ? answer : answer.emitOn(command -> caller.runOnContext(ignored -> command.run()));
    }

    /** As {@link #run}, for callers that are not reactive; the future completes on an event loop. */
    public <T> CompletableFuture<@Nullable T> start(Context trace, Supplier<Uni<T>> work) {
        CompletableFuture<@Nullable T> result = new CompletableFuture<>();
        io.vertx.core.Context context =
                Objects.requireNonNull(VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()));
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(ignored -> {
            try {
                QuarkusContextStorage.INSTANCE.attach(context, trace);
                work.get().subscribe().with(result::complete, result::completeExceptionally);
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }
}
