package org.computingpower.gateway.application.orders;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.computingpower.gateway.domain.Blob;

/** Gets an application's YAML. */
public interface ManifestSource {
    /** What came of it. */
    sealed interface Fetched {
        /** The bytes. */
        record Content(Blob bytes) implements Fetched {}

        /** The rules forbid it; trying again is pointless. */
        record Forbidden(String reason) implements Fetched {}
    }

    /**
     * Fetches.
     *
     * @throws IOException if the source did not answer as it should; trying again may help
     */
    Fetched fetch(URI url) throws IOException, InterruptedException;

    /** Parsed YAML or what is wrong with it. */
    sealed interface Parsed {
        /** The documents: maps, lists and scalars. */
        record Documents(List<Map<String, Object>> documents) implements Parsed {}

        /** It is no YAML that this node reads. */
        record Malformed(String reason) implements Parsed {}
    }

    /** Parses. */
    Parsed parse(byte[] bytes);
}
