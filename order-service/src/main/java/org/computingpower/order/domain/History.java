package org.computingpower.order.domain;

import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.jspecify.annotations.Nullable;

/**
 * What an order went through before it closed.
 *
 * @param signature the user's, null if it was never given
 * @param deposit null if none became final
 * @param activation null if the node never accepted
 */
public record History(
        @Nullable Signature signature,
        @Nullable TokenAmount deposit,
        @Nullable Activation activation) {
    /** Nothing happened yet. */
    public static final History NONE = new History(null, null, null);
}
