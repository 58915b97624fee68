package org.computingpower.order.application;

import java.time.Instant;
import java.util.UUID;
import org.computingpower.events.Actor;
import org.computingpower.order.domain.Cause;
import org.computingpower.order.domain.StateName;
import org.jspecify.annotations.Nullable;

/**
 * One step of an order.
 *
 * @param seq its number within the order, from 1
 * @param from the state before; null for the first
 * @param to the state after
 * @param cause what made it move
 * @param actor who did
 * @param eventId the consumed event that did; null for requests and time
 * @param at when
 */
public record Transition(
        int seq,
        @Nullable StateName from,
        StateName to,
        Cause cause,
        Actor actor,
        @Nullable UUID eventId,
        Instant at) {}
