package org.computingpower.gateway.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Immutable bytes that never show themselves, because they may be a user's. Base64 in JSON. */
public final class Blob {
    private final byte[] bytes;

    /** Copies the bytes. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Blob(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** A copy. */
    @JsonValue
    public byte[] toArray() {
        return bytes.clone();
    }

    /** How many there are. */
    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Blob that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The length only. */
    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
