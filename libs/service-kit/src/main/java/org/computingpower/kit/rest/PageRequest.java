package org.computingpower.kit.rest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which page is wanted.
 *
 * @param limit items per page, 1 to 100
 * @param after sort values of the last item before the page; empty = from the start
 */
public record PageRequest(int limit, List<String> after) {
    /** Largest page. */
    public static final int MAX_LIMIT = 100;
    /** Page size when none is asked for. */
    public static final int DEFAULT_LIMIT = 20;

    private static final int MAX_CURSOR_LENGTH = 1_024;
    private static final char SEPARATOR = '\u001f';

    public PageRequest {
        after = List.copyOf(after);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Problem.invalid("limit must be 1 to 100.");
        }
    }

    /** From the query parameters {@code limit} and {@code cursor}; a cursor with other than {@code parts} values is refused. */
    public static PageRequest of(@Nullable Integer limit, @Nullable String cursor, int parts) {
        List<String> after = cursor == null || cursor.isEmpty() ? List.of() : decode(cursor);
        if (!after.isEmpty() && after.size() != parts) {
            throw malformed();
        }
        return new PageRequest(limit == null ? DEFAULT_LIMIT : limit, after);
    }

    /** Rows to fetch: one more than the page. */
    public int fetch() {
        return limit + 1;
    }

    static String encode(List<String> position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(String.valueOf(SEPARATOR), position).getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> decode(String cursor) {
        if (cursor.length() > MAX_CURSOR_LENGTH) {
            throw malformed();
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.indexOf(0) >= 0) {
                throw malformed();
            }
            return List.of(text.split(String.valueOf(SEPARATOR), -1));
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static Problem malformed() {
        return Problem.invalid("cursor is not one that this list gave out.");
    }
}
