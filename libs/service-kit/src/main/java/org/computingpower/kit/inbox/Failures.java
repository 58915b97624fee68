package org.computingpower.kit.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.computingpower.kit.outbox.OutboxFullException;
import org.jspecify.annotations.Nullable;

/** Sorts failures: will a later attempt help? Pure. */
public final class Failures {
    // SQLSTATE classes: connection, transaction rollback, resources, operator intervention, system error, locks.
    private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "40", "53", "57", "58", "55");
    private static final int MAX_DEPTH = 10;

    private Failures() {}

    enum Kind {
        TRANSIENT,
        POISON,
        UNEXPECTED
    }

    /** Whether nothing but time helps: database or broker are away or too busy. */
    public static boolean isTransient(Throwable failure) {
        return kind(failure) == Kind.TRANSIENT;
    }

    static Kind kind(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++, cause = cause.getCause()) {
            switch (cause) {
                case PoisonEventException poison -> {
                    return Kind.POISON;
                }
                case JsonProcessingException malformed -> {
                    return Kind.POISON;
                }
                case PgException sql -> {
                    String state = sql.getSqlState();
                    boolean later =
                            state != null && state.length() == 5 && TRANSIENT_CLASSES.contains(state.substring(0, 2));
                    return later ? Kind.TRANSIENT : Kind.UNEXPECTED;
                }
                case TransientEventException later -> {
                    return Kind.TRANSIENT;
                }
                case OutboxFullException later -> {
                    return Kind.TRANSIENT;
                }
                case IOException later -> {
                    return Kind.TRANSIENT;
                }
                case TimeoutException later -> {
                    return Kind.TRANSIENT;
                }
                case VertxException later -> {
                    return Kind.TRANSIENT;
                }
                default -> {}
            }
        }
        return Kind.UNEXPECTED;
    }
}
