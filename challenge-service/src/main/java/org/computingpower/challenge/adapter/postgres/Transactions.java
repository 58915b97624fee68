package org.computingpower.challenge.adapter.postgres;

import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.computingpower.kit.Detached;
import org.jspecify.annotations.Nullable;

/** One transaction for a caller on a thread of its own, never an event loop. */
@ApplicationScoped
class Transactions {

    private static final long TIMEOUT_SECONDS = 30;

    private final Pool pool;
    private final Detached detached;

    Transactions(Pool pool, Detached detached) {
        this.pool = pool;
        this.detached = detached;
    }

    /** Runs the work in one transaction and returns when it is committed; the work answers something. */
    <T> T run(Function<SqlConnection, Uni<T>> work) {
        CompletableFuture<@Nullable T> future =
                detached.start(Context.root(), () -> pool.withTransaction(connection -> work.apply(connection)));
        try {
            @Nullable T result = future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (result == null) {
                throw new IllegalStateException("A transaction answered nothing");
            }
            return result;
        } catch (ExecutionException e) {
            throw new StoreException("The transaction failed", e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new StoreException("The transaction did not end in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Interrupted", e);
        }
    }
}
