package org.computingpower.order.application;

import org.jspecify.annotations.Nullable;

/**
 * Whose orders a query may find; it becomes a part of the query.
 *
 * @param everything all orders
 * @param userSubject orders of this user
 * @param providerSubject orders of this provider's nodes
 */
public record Viewer(
        boolean everything,
        @Nullable String userSubject,
        @Nullable String providerSubject) {
    /** The service itself and operators. */
    public static final Viewer EVERYTHING = new Viewer(true, null, null);

    /** A user. */
    public static Viewer user(String subject) {
        return new Viewer(false, subject, null);
    }

    /** A provider. */
    public static Viewer provider(String subject) {
        return new Viewer(false, null, subject);
    }
}
