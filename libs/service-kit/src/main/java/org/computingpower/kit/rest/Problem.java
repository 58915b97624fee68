package org.computingpower.kit.rest;

import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A refusal on its way to the client, as RFC 9457 problem details. The edge makes it from a refusal of the domain with
 * an exhaustive switch; the catalogue is docs/problems.md.
 */
public final class Problem extends RuntimeException {
    /** Before the slug in every {@code type}. */
    public static final String TYPE_PREFIX = "https://computingpower.org/problems/";

    @Serial
    private static final long serialVersionUID = 1L;

    /** The member that states when a request may come again. */
    public static final String RETRY_AFTER = "retryAfterSeconds";

    private static final int DEFAULT_RETRY_SECONDS = 5;
    private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9-]{1,60}");

    private final String slug;
    private final String title;
    private final int status;
    private final transient Map<String, Object> extras;

    /**
     * @param slug end of the stable {@code type} URI, for instance {@code offer-expired}
     * @param title the same for every occurrence
     * @param status HTTP status, 400 to 599
     * @param detail about this occurrence; never class names, SQL or secrets
     * @param extras typed members, for instance {@code requiredBaseUnits}
     */
    public Problem(String slug, String title, int status, String detail, Map<String, Object> extras) {
        super(detail, null, false, false);
        if (!SLUG.matcher(slug).matches() || status < 400 || status > 599) {
            throw new IllegalArgumentException("Not a problem: " + slug + " " + status);
        }
        this.slug = slug;
        this.title = title;
        this.status = status;
        this.extras = Map.copyOf(extras);
    }

    public Problem(String slug, String title, int status, String detail) {
        this(slug, title, status, detail, Map.of());
    }

    /** 404 for what does not exist, and for what the caller must not know to exist. */
    public static Problem notFound(String detail) {
        return new Problem("not-found", "Not found", 404, detail);
    }

    /** 400 for a request that breaks a rule of its form. */
    public static Problem invalid(String detail) {
        return new Problem("invalid-request", "Invalid request", 400, detail);
    }

    /** 403 for a caller that may not do this. */
    public static Problem forbidden(String detail) {
        return new Problem("forbidden", "Forbidden", 403, detail);
    }

    /** 409 for a state that does not allow this now. */
    public static Problem conflict(String slug, String title, String detail) {
        return new Problem(slug, title, 409, detail);
    }

    public String slug() {
        return slug;
    }

    public int status() {
        return status;
    }

    /** What {@code Retry-After} says with status 503: the member {@code retryAfterSeconds} if there is one, otherwise 5. */
    int retryAfterSeconds() {
        return extras.get(RETRY_AFTER) instanceof Integer seconds ? seconds : DEFAULT_RETRY_SECONDS;
    }

    /** Members of the JSON document, in the order of RFC 9457 section 3. */
    Map<String, Object> members(String instance, String traceId) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", TYPE_PREFIX + slug);
        members.put("title", title);
        members.put("status", status);
        @Nullable String detail = getMessage();
        if (detail != null) {
            members.put("detail", detail);
        }
        members.put("instance", instance);
        members.put("traceId", traceId);
        extras.forEach(members::putIfAbsent);
        return members;
    }
}
