package org.computingpower.settlement.adapter.rest;

import java.util.List;
import java.util.function.Function;
import org.computingpower.kit.rest.Page;
import org.computingpower.kit.rest.PageRequest;
import org.jspecify.annotations.Nullable;

/**
 * A list on the wire.
 *
 * @param items at most the requested limit
 * @param nextCursor cursor of the next page; null at the end
 */
public record Listing<T>(List<T> items, @Nullable String nextCursor) {

    /** Copies the list. */
    public Listing {
        items = List.copyOf(items);
    }

    static <T> Listing<T> of(PageRequest request, List<T> fetched, Function<T, String> position) {
        Page<T> page = Page.of(request, fetched, item -> List.of(position.apply(item)));
        return new Listing<>(page.items(), page.next());
    }

    static <T> Listing<T> all(List<T> items) {
        return new Listing<>(items, null);
    }
}
