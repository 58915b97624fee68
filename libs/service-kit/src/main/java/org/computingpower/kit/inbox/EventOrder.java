package org.computingpower.kit.inbox;

/** What a consumer demands of the versions of a stream (topic, source, key). */
public enum EventOrder {
    /**
     * Exactly last + 1. A gap is parked and applied when it heals; a poison event stops its stream until an operator
     * releases or skips it. For topics with one owner that numbers its facts.
     */
    STRICT,
    /** Newer than the last; older ones are acknowledged without effect. For events that carry the full state. */
    LATEST,
    /** No versions: each event id once, poison events are parked alone. For statements with a natural key. */
    NATURAL
}
