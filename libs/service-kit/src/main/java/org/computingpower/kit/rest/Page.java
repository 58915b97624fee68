package org.computingpower.kit.rest;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items at most the requested limit
 * @param next cursor of the next page; null at the end
 */
public record Page<T>(List<T> items, @Nullable String next) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * From the rows of a query with {@code limit request.fetch()}: one more than the page, which tells whether there is
     * a next one. {@code position} gives the sort values of a row, unique together.
     */
    public static <T> Page<T> of(PageRequest request, List<T> fetched, Function<T, List<String>> position) {
        if (fetched.size() <= request.limit()) {
            return new Page<>(fetched, null);
        }
        List<T> items = fetched.subList(0, request.limit());
        return new Page<>(items, PageRequest.encode(position.apply(items.getLast())));
    }

    /** The same page with other items. */
    public <R> Page<R> map(Function<T, R> view) {
        return new Page<>(items.stream().map(view).toList(), next);
    }
}
