package org.computingpower.kit.rest;

import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.computingpower.kit.Detached;
import org.computingpower.kit.inbox.Failures;
import org.computingpower.kit.rest.Idempotency.Reply;
import org.computingpower.kit.rest.IdempotencyRows.Answer;
import org.computingpower.kit.rest.IdempotencyRows.First;
import org.computingpower.kit.rest.IdempotencyRows.RequestKey;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Commands of one operation that share transactions, one transaction at a time: what comes while a batch is written
 * forms the next one, so that a lone command waits for nothing and many share statements and commit. Each client sees
 * what {@link Idempotency#once} would give it: a refusal stores nothing and touches no other command; of two commands
 * with one key the second waits for the first; a batch that fails is taken apart, so that a bad command fails alone,
 * unless nothing but time helps. Commands run to their end whether or not somebody listens. The queue is bounded by what
 * feeds it, {@link InProgress}.
 *
 * @param <C> a command
 */
public final class GroupedCommands<C> {
    private static final Logger LOG = Logger.getLogger(GroupedCommands.class);

    private final Idempotency idempotency;
    private final Pool pool;
    private final Detached detached;
    private final String operation;
    private final int maxBatch;
    private final Work<C> work;
    private final ConcurrentLinkedDeque<Pending<C>> queue = new ConcurrentLinkedDeque<>();
    private final AtomicBoolean writing = new AtomicBoolean();

    /** What one command came to. */
    public sealed interface Result {
        /** It was done. */
        record Done(Reply reply) implements Result {}

        /** It was refused, and has no effect. */
        record Refused(Problem problem) implements Result {}
    }

    /**
     * Effects and answers of commands.
     *
     * @param <C> a command
     */
    @FunctionalInterface
    public interface Work<C> {
        /** Does the commands by the given transaction alone; one result per command, in their order. */
        Uni<List<Result>> apply(SqlConnection transaction, List<C> commands);
    }

    private record Pending<C>(RequestKey id, Buffer hash, C command, CompletableFuture<@Nullable Answer> answer) {}

    GroupedCommands(
            Idempotency idempotency, Pool pool, Detached detached, String operation, int maxBatch, Work<C> work) {
        this.idempotency = idempotency;
        this.pool = pool;
        this.detached = detached;
        this.operation = operation;
        this.maxBatch = maxBatch;
        this.work = work;
    }

    /**
     * Does a command once.
     *
     * @param caller subject of the token
     * @param key header {@value Idempotency#HEADER}
     * @param request body of the request
     * @param command what to do
     */
    public Uni<Response> once(String caller, @Nullable String key, Object request, C command) {
        if (key == null || !Idempotency.isKey(key)) {
            return Uni.createFrom().failure(Idempotency.keyMissing());
        }
        CompletableFuture<@Nullable Answer> answer = new CompletableFuture<>();
        queue.add(new Pending<>(new RequestKey(caller, key), idempotency.hash(operation, request), command, answer));
        writeNext();
        return detached.resume(answer).map(Answer::response);
    }

    private void writeNext() {
        if (!writing.compareAndSet(false, true)) {
            return;
        }
        Map<RequestKey, Pending<C>> batch = nextBatch();
        if (batch.isEmpty()) {
            writing.set(false);
            // A command may have come between the last look and the flag.
            if (!queue.isEmpty()) {
                writeNext();
            }
            return;
        }
        var _ = detached.start(Context.root(), () -> writeTogetherOrAlone(batch))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        batch.values().forEach(pending -> pending.answer().completeExceptionally(failure));
                    }
                    writing.set(false);
                    writeNext();
                });
    }

    /** The oldest commands; the second one with a key stays for the next batch. */
    private Map<RequestKey, Pending<C>> nextBatch() {
        Map<RequestKey, Pending<C>> batch = new LinkedHashMap<>();
        List<Pending<C>> later = new ArrayList<>();
        while (batch.size() < maxBatch) {
            Pending<C> next = queue.poll();
            if (next == null) {
                break;
            }
            if (batch.putIfAbsent(next.id(), next) != null) {
                later.add(next);
            }
        }
        later.reversed().forEach(queue::addFirst);
        return batch;
    }

    private Uni<Void> writeTogetherOrAlone(Map<RequestKey, Pending<C>> batch) {
        return write(batch)
                .onFailure(failure -> batch.size() > 1 && !Failures.isTransient(failure))
                .recoverWithUni(failure -> {
                    LOG.debugf("Batch failed, one by one: operation=%s reason=%s", operation, failure);
                    return writeAlone(batch.values());
                });
    }

    private Uni<Void> writeAlone(Collection<Pending<C>> batch) {
        Uni<Void> chain = Uni.createFrom().voidItem();
        for (Pending<C> one : batch) {
            chain = chain.chain(() -> write(Map.of(one.id(), one))
                    .onFailure()
                    .invoke(failure -> one.answer().completeExceptionally(failure))
                    .onFailure()
                    .recoverWithNull());
        }
        return chain;
    }

    /** One transaction; answers are given after its commit. */
    private Uni<Void> write(Map<RequestKey, Pending<C>> batch) {
        return pool.withTransaction(transaction -> answers(transaction, batch))
                .invoke(answers -> answers.forEach(Runnable::run))
                .replaceWithVoid();
    }

    private Uni<List<Runnable>> answers(SqlConnection transaction, Map<RequestKey, Pending<C>> batch) {
        Map<RequestKey, Buffer> hashes = new HashMap<>();
        batch.forEach((id, pending) -> hashes.put(id, pending.hash()));
        return IdempotencyRows.claim(transaction, hashes).chain(claimed -> {
            List<Pending<C>> first = having(batch, claimed, true);
            List<Pending<C>> again = having(batch, claimed, false);
            return first(transaction, first)
                    .chain(answers -> again(transaction, again).map(repeated -> {
                        answers.addAll(repeated);
                        return answers;
                    }));
        });
    }

    private static <C> List<Pending<C>> having(
            Map<RequestKey, Pending<C>> batch, Set<RequestKey> claimed, boolean isClaimed) {
        return batch.values().stream()
                .filter(pending -> claimed.contains(pending.id()) == isClaimed)
                .toList();
    }

    private Uni<List<Runnable>> first(SqlConnection transaction, List<Pending<C>> first) {
        if (first.isEmpty()) {
            return Uni.createFrom().item(new ArrayList<>());
        }
        return work.apply(transaction, first.stream().map(Pending::command).toList())
                .chain(results -> {
                    List<Runnable> answers = new ArrayList<>();
                    Map<RequestKey, Answer> done = new HashMap<>();
                    List<RequestKey> refused = new ArrayList<>();
                    for (int i = 0; i < first.size(); i++) {
                        Pending<C> pending = first.get(i);
                        switch (results.get(i)) {
                            case Result.Done(Reply reply) -> {
                                Answer answer = idempotency.answer(reply);
                                done.put(pending.id(), answer);
                                answers.add(() -> pending.answer().complete(answer));
                            }
                            case Result.Refused(Problem problem) -> {
                                refused.add(pending.id());
                                answers.add(() -> pending.answer().completeExceptionally(problem));
                            }
                        }
                    }
                    return IdempotencyRows.store(transaction, done)
                            .chain(() -> IdempotencyRows.forget(transaction, refused))
                            .replaceWith(answers);
                });
    }

    private static <C> Uni<List<Runnable>> again(SqlConnection transaction, List<Pending<C>> again) {
        if (again.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return IdempotencyRows.find(transaction, again.stream().map(Pending::id).toList())
                .map(found -> again.stream()
                        .<Runnable>map(pending -> {
                            First first = Objects.requireNonNull(found.get(pending.id()));
                            return first.isOf(pending.hash())
                                    ? () -> pending.answer().complete(first.answer())
                                    : () -> pending.answer().completeExceptionally(Idempotency.keyReused());
                        })
                        .toList());
    }
}
