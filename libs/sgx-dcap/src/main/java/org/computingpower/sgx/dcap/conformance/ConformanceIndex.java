package org.computingpower.sgx.dcap.conformance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the cases of an {@code index.json}. Members that are not needed are skipped; a case that lacks what is needed
 * becomes a {@link BrokenCase}, so that the others run all the same.
 */
final class ConformanceIndex {
    private static final JsonFactory FACTORY = new JsonFactory();

    private ConformanceIndex() {}

    static List<IndexedCase> read(Path file) throws IOException {
        List<IndexEntry> entries = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(Files.readAllBytes(file))) {
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
        } catch (JsonProcessingException e) {
            throw new IOException(at(e.getLocation()) + e.getOriginalMessage(), e);
        }
        if (entries.isEmpty()) {
            throw new IOException("index.json has no cases");
        }
        Map<String, IndexEntry> byId = new HashMap<>();
        entries.forEach(entry -> byId.put(entry.name(), entry));
        return entries.stream().map(entry -> entry.toCase(byId)).toList();
    }

    private static void readEntries(JsonParser parser, List<IndexEntry> entries) throws IOException {
        expect(parser, parser.currentToken(), JsonToken.START_ARRAY);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            IndexEntry entry = new IndexEntry(entries.size());
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                readEntry(parser, entry);
            } else {
                parser.skipChildren();
            }
            entries.add(entry);
        }
    }

    private static void readEntry(JsonParser parser, IndexEntry entry) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("intelQvl") && parser.currentToken() == JsonToken.START_OBJECT) {
                readCodes(parser, entry);
            } else if (parser.currentToken().isScalarValue()) {
                entry.member(name, parser.getText());
            } else {
                parser.skipChildren();
            }
        }
    }

    private static void readCodes(JsonParser parser, IndexEntry entry) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            parser.nextToken();
            entry.intelCode(parser.getValueAsInt(0));
            parser.skipChildren();
        }
    }

    private static void expect(JsonParser parser, @Nullable JsonToken found, JsonToken expected) throws IOException {
        if (found != expected) {
            JsonLocation location = parser.currentLocation();
            String what = found == null ? "the end" : found.toString();
            throw new IOException(at(location) + "expected " + expected + " and found " + what);
        }
    }

    private static String at(JsonLocation location) {
        return "index.json, line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
    }
}
