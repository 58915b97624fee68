package org.computingpower.e2e;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A story that is told while another one is, in the same market. Closing it ends it, wherever it is.
 *
 * @param <T> what comes of it
 */
final class Beside<T> implements AutoCloseable {
    private final ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
    private final Future<T> story;

    Beside(Callable<T> story) {
        this.story = thread.submit(story);
    }

    /** Waits for its end; if it broke, this breaks with the same cause. */
    T told() {
        try {
            return story.get();
        } catch (ExecutionException e) {
            throw new AssertionError("The story beside broke: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoryException("Interrupted");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        thread.close();
    }
}
