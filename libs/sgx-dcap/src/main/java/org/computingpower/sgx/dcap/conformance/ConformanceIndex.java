package org.computingpower.sgx.dcap.conformance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the cases of an {@code index.json}. Members that are not needed are skipped. */
final class ConformanceIndex {
    private static final JsonFactory FACTORY = new JsonFactory();

    private ConformanceIndex() {}

    static List<ConformanceCase> read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(file.toFile())) {
            expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("cases")) {
                    readEntries(parser, entries);
                } else {
                    parser.skipChildren();
                }
            }
        }
        Map<String, Entry> byId = new HashMap<>();
        entries.forEach(entry -> byId.put(entry.required(entry.id, "id"), entry));
        List<ConformanceCase> cases = new ArrayList<>();
        for (Entry entry : entries) {
            cases.add(entry.toCase(byId));
        }
        return cases;
    }

    private static void readEntries(JsonParser parser, List<Entry> entries) throws IOException {
        expect(parser, parser.currentToken(), JsonToken.START_ARRAY);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            entries.add(readEntry(parser));
        }
    }

    private static Entry readEntry(JsonParser parser) throws IOException {
        expect(parser, parser.currentToken(), JsonToken.START_OBJECT);
        Entry entry = new Entry();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "id" -> entry.id = parser.getValueAsString();
                case "dir" -> entry.folder = parser.getValueAsString();
                case "base" -> entry.base = parser.getValueAsString();
                case "kind" -> entry.negative = "negative".equals(parser.getValueAsString());
                case "verificationTime" -> entry.verificationTime = Instant.ofEpochSecond(parser.getLongValue());
                case "expectedTcbStatus" -> entry.tcbStatus = parser.getValueAsString();
                case "expected" -> entry.expected = parser.getValueAsString();
                case "signatureValid" -> entry.signatureValid = parser.getValueAsBoolean(true);
                case "intelQvlRejects" -> entry.intelRejects = parser.getValueAsBoolean(false);
                case "note" -> entry.note = parser.getValueAsString();
                case "intelQvl" -> readCodes(parser, entry.intelCodes);
                default -> parser.skipChildren();
            }
        }
        return entry;
    }

    private static void readCodes(JsonParser parser, SortedSet<Integer> codes) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            parser.nextToken();
            int code = parser.getValueAsInt(0);
            if (code != 0) {
                codes.add(code);
            }
            parser.skipChildren();
        }
    }

    private static void expect(JsonParser parser, @Nullable JsonToken found, JsonToken expected) throws IOException {
        if (found != expected) {
            throw new IOException("index.json: expected " + expected + " at " + parser.currentLocation());
        }
    }

    /** One entry while it is read. */
    private static final class Entry {
        private @Nullable String id;
        private @Nullable String folder;
        private @Nullable String base;
        private @Nullable Instant verificationTime;
        private @Nullable String tcbStatus;
        private @Nullable String expected;
        private @Nullable String note;
        private boolean negative;
        private boolean intelRejects;
        private boolean signatureValid = true;
        private final SortedSet<Integer> intelCodes = new TreeSet<>();

        private <T> T required(@Nullable T value, String name) {
            if (value == null) {
                throw new IllegalArgumentException("index.json: a case lacks " + name);
            }
            return value;
        }

        private ConformanceCase toCase(Map<String, Entry> byId) {
            List<String> folders = new ArrayList<>();
            if (folder != null || base == null) {
                folders.add(folderName());
            }
            if (base != null) {
                folders.add(required(byId.get(base), "base " + base).folderName());
            }
            return new ConformanceCase(
                    required(id, "id"),
                    folders,
                    required(verificationTime, "verificationTime"),
                    expectation(),
                    intelCodes,
                    intelRejects,
                    Optional.ofNullable(note));
        }

        private String folderName() {
            return required(folder, "dir");
        }

        /** A remark in parentheses after a status does not count. */
        private String expectation() {
            if (negative || !signatureValid || (expected != null && expected.contains(ConformanceCase.REJECT))) {
                return ConformanceCase.REJECT;
            }
            String status = required(tcbStatus, "expectedTcbStatus");
            int remark = status.indexOf('(');
            return (remark < 0 ? status : status.substring(0, remark)).strip();
        }
    }
}
