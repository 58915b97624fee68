package org.computingpower.sgx.dcap.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.json.JsonFormatException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A forward-only JSON reader that refuses what two readers could understand differently: repeated names, bytes after
 * the value, numbers or texts out of bounds. Unknown members are skipped.
 */
public final class StrictJson {
    /** 1 MiB: the largest TCB info seen has 40 KB, an evidence bundle 60 KB. */
    public static final int MAX_LENGTH = 1024 * 1024;

    private static final int DATE_LENGTH = "2026-01-01T00:00:00Z".length();

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_LENGTH)
                    .maxNestingDepth(32) // QVL: MAX_TCB_INFO_JSON_DEPTH
                    .maxStringLength(MAX_LENGTH)
                    .maxNameLength(256)
                    .maxNumberLength(20)
                    .build())
            .build();

    private final JsonParser parser;

    private StrictJson(JsonParser parser) {
        this.parser = parser;
    }

    /** Reads a value of type {@code T} at which the reader stands. */
    public interface Reading<T> {
        T read(StrictJson json) throws IOException, JsonFormatException;
    }

    /** Reads the value of the member {@code name}, at which the reader stands. */
    public interface Member {
        void read(String name, StrictJson json) throws IOException, JsonFormatException;
    }

    /** Reads one value that must be all of {@code text}, but for white space around it. */
    public static <T> T read(Bytes text, Reading<T> reading) throws JsonFormatException {
        byte[] utf8 = text.toByteArray();
        requireUtf8(utf8);
        try (JsonParser parser = FACTORY.createParser(utf8)) {
            StrictJson json = new StrictJson(parser);
            json.parser.nextToken();
            T value = reading.read(json);
            if (parser.nextToken() != null) {
                throw new JsonFormatException(Kind.FORMAT, "something follows the JSON value");
            }
            return value;
        } catch (IOException e) {
            throw new JsonFormatException("malformed JSON", e);
        }
    }

    /** Jackson would guess UTF-16 and UTF-32 from zero bytes and byte order marks; only plain UTF-8 is allowed. */
    private static void requireUtf8(byte[] text) throws JsonFormatException {
        if (text.length > MAX_LENGTH) {
            throw new JsonFormatException(Kind.FORMAT, "JSON longer than " + MAX_LENGTH + " bytes");
        }
        for (byte b : text) {
            if (b == 0) {
                throw new JsonFormatException(Kind.FORMAT, "zero byte in JSON");
            }
        }
        if (text.length > 0 && (text[0] & 0x80) != 0) {
            throw new JsonFormatException(Kind.FORMAT, "JSON starts with a byte order mark");
        }
    }

    /** Reads the members of an object in order; the member's reader must consume exactly its value. */
    public void object(Member member) throws IOException, JsonFormatException {
        expect(JsonToken.START_OBJECT, Kind.FORMAT);
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
            String name = parser.currentName();
            parser.nextToken();
            member.read(name, this);
        }
    }

    /** Reads an object of which every defect counts as {@code kind}. */
    public void object(Kind kind, Member member) throws IOException, JsonFormatException {
        try {
            object(member);
        } catch (JsonFormatException e) {
            throw new JsonFormatException(kind, String.valueOf(e.getMessage()));
        }
    }

    /** Reads at most {@code maximum} elements. */
    public <T> List<T> array(int maximum, Reading<T> element) throws IOException, JsonFormatException {
        expect(JsonToken.START_ARRAY);
        List<T> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (elements.size() == maximum) {
                throw invalid("more than " + maximum + " elements");
            }
            elements.add(element.read(this));
        }
        return List.copyOf(elements);
    }

    public String text() throws IOException, JsonFormatException {
        return text(Kind.INVALID);
    }

    /** A text; any other value is a defect of {@code kind}. */
    public String text(Kind kind) throws IOException, JsonFormatException {
        expect(JsonToken.VALUE_STRING, kind);
        return parser.getText();
    }

    /** An integer from 0 to {@code maximum}, both included. */
    public int integer(int maximum) throws IOException, JsonFormatException {
        return (int) number(maximum);
    }

    /** A time as {@code 2026-01-01T00:00:00Z}, the only form that Intel uses: a year has four digits and no sign. */
    public Instant date() throws IOException, JsonFormatException {
        String text = text();
        try {
            Instant instant = Instant.parse(text);
            // small letters, fractions, hour 24, second 60; years beyond 9999 and below 0
            if (text.length() != DATE_LENGTH || !instant.toString().equals(text)) {
                throw invalid("time of another form");
            }
            return instant;
        } catch (DateTimeException e) {
            throw invalid("time of another form");
        }
    }

    /** Hexadecimal digits of exactly {@code length} bytes. */
    public Bytes hex(int length) throws IOException, JsonFormatException {
        String text = text();
        try {
            if (text.length() != 2 * length) {
                throw invalid("hexadecimal text of another length");
            }
            return Bytes.ofHex(text);
        } catch (IllegalArgumentException e) {
            throw invalid("no hexadecimal text");
        }
    }

    public List<String> texts(int maximum) throws IOException, JsonFormatException {
        return array(maximum, StrictJson::text);
    }

    /** Skips the value. */
    public void skip() throws IOException {
        parser.skipChildren();
    }

    /** Skips an object and returns where it lies in the text: the position of its first and after its last brace. */
    public int[] skipObject() throws IOException, JsonFormatException {
        expect(JsonToken.START_OBJECT, Kind.FORMAT);
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        return new int[] {start, (int) parser.currentLocation().getByteOffset()};
    }

    /** The bytes of a base64 text. */
    public Bytes base64() throws IOException, JsonFormatException {
        String text = text();
        try {
            return Bytes.copyOf(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw invalid("no base64 text");
        }
    }

    public boolean bool() throws IOException, JsonFormatException {
        if (parser.currentToken() != JsonToken.VALUE_TRUE && parser.currentToken() != JsonToken.VALUE_FALSE) {
            throw invalid("expected true or false and found " + parser.currentToken());
        }
        return parser.getBooleanValue();
    }

    /** A number from 0 to {@code maximum}, both included. */
    public long number(long maximum) throws IOException, JsonFormatException {
        expect(JsonToken.VALUE_NUMBER_INT);
        long value = parser.getLongValue();
        if (value < 0 || value > maximum) {
            throw invalid("number out of range");
        }
        return value;
    }

    private void expect(JsonToken token) throws JsonFormatException {
        expect(token, Kind.INVALID);
    }

    private void expect(JsonToken token, Kind kind) throws JsonFormatException {
        if (parser.currentToken() != token) {
            throw defect(kind, "expected " + token + " and found " + parser.currentToken());
        }
    }

    private JsonFormatException invalid(String message) {
        return defect(Kind.INVALID, message);
    }

    private JsonFormatException defect(Kind kind, String message) {
        return new JsonFormatException(
                kind, message + " at byte " + parser.currentTokenLocation().getByteOffset());
    }

    /** Refuses a member that did not occur, as {@link Kind#FORMAT}. */
    public static <T> T require(String name, @Nullable T value) throws JsonFormatException {
        return require(Kind.FORMAT, name, value);
    }

    /** Refuses a member that did not occur, as {@code kind}. */
    public static <T> T require(Kind kind, String name, @Nullable T value) throws JsonFormatException {
        if (value == null) {
            throw new JsonFormatException(kind, name + " is missing");
        }
        return value;
    }
}
