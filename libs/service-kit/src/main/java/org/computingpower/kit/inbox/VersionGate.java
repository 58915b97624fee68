package org.computingpower.kit.inbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.computingpower.kit.inbox.ReceivedEvent.Stream;

/** Decides by versions alone what to apply, what to park and what is old. Pure. */
final class VersionGate {
    private VersionGate() {}

    /**
     * The decision about a batch.
     *
     * @param apply in order of arrival
     * @param gaps an earlier version is missing
     * @param versions last version of each stream after {@code apply}, only of streams that advance
     */
    record Decision(List<ReceivedEvent> apply, List<ReceivedEvent> gaps, Map<Stream, Long> versions) {}

    /** Decides with the last applied version of each stream; a stream that is not in {@code last} is at 0. */
    static Decision decide(EventOrder order, Map<Stream, Long> last, List<ReceivedEvent> events) {
        List<ReceivedEvent> apply = new ArrayList<>();
        List<ReceivedEvent> gaps = new ArrayList<>();
        Map<Stream, Long> versions = new HashMap<>();
        for (ReceivedEvent event : events) {
            if (order == EventOrder.NATURAL) {
                apply.add(event);
                continue;
            }
            long version = event.version();
            Long inBatch = versions.get(event.stream());
            long before = inBatch == null ? last.getOrDefault(event.stream(), 0L) : inBatch;
            if (version <= before) {
                continue;
            }
            if (order == EventOrder.STRICT && version > before + 1) {
                gaps.add(event);
                continue;
            }
            apply.add(event);
            versions.put(event.stream(), version);
        }
        return new Decision(List.copyOf(apply), List.copyOf(gaps), Map.copyOf(versions));
    }
}
