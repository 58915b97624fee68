package org.computingpower.order.domain;

import org.computingpower.events.Actor;
import org.computingpower.events.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * How service ended.
 *
 * @param atEpoch the epoch in which it ended; its round is the last one
 * @param at the end in whole Unix seconds
 * @param reason why
 * @param actor who caused it
 * @param evidenceId id of the event or digest of the statement that proves the reason; null for a plain time-out
 * @param note what the actor said about it, for people; null if it said nothing
 */
public record Ending(
        long atEpoch,
        long at,
        CloseReason reason,
        Actor actor,
        @Nullable String evidenceId,
        @Nullable String note) {}
