package org.computingpower.gateway.adapter.validator;

import java.io.IOException;
import java.util.Optional;

/** Server-sent events, line by line (HTML Living Standard, section 9.2.6). Not thread safe. */
final class EventStreamParser {
    /** An event of this protocol is one signed struct: below 4 KiB. */
    static final int MAX_DATA = 64 * 1024;

    private String name = "message";
    private final StringBuilder data = new StringBuilder();
    private String id = "";

    /**
     * An event.
     *
     * @param name its type
     * @param data its data
     */
    record Event(String name, String data) {}

    /** The last event id seen. */
    Optional<String> lastId() {
        return id.isEmpty() ? Optional.empty() : Optional.of(id);
    }

    /** Takes a line without its end; answers the event that it completes. */
    Optional<Event> line(String line) throws IOException {
        if (line.isEmpty()) {
            return complete();
        }
        int colon = line.indexOf(':');
        if (colon == 0) {
            return Optional.empty();
        }
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(line.startsWith(" ", colon + 1) ? colon + 2 : colon + 1);
        switch (field) {
            case "event" -> name = value;
            case "data" -> append(value);
            case "id" -> id = value;
            default -> {}
        }
        return Optional.empty();
    }

    private void append(String value) throws IOException {
        if (data.length() + value.length() > MAX_DATA) {
            throw new IOException("An event is larger than " + MAX_DATA + " characters");
        }
        if (!data.isEmpty()) {
            data.append('\n');
        }
        data.append(value);
    }

    private Optional<Event> complete() {
        Optional<Event> event = data.isEmpty() ? Optional.empty() : Optional.of(new Event(name, data.toString()));
        name = "message";
        data.setLength(0);
        return event;
    }
}
