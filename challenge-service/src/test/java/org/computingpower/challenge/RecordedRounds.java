package org.computingpower.challenge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Rounds that drand's quicknet really published: number to signature. */
public final class RecordedRounds {

    private RecordedRounds() {}

    /** All of them. */
    public static Map<Long, byte[]> all() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(RecordedRounds.class.getResourceAsStream("/drand/quicknet-rounds.txt")),
                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .collect(Collectors.toMap(
                            line -> Long.parseLong(line[0]),
                            line -> HexFormat.of().parseHex(line[1]),
                            (first, second) -> first,
                            TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
