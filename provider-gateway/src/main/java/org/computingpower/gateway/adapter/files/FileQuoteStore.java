package org.computingpower.gateway.adapter.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.computingpower.gateway.application.CurrentQuote;
import org.computingpower.gateway.application.QuoteStore;
import org.computingpower.gateway.config.GatewayConfig;
import org.jspecify.annotations.Nullable;

/** The current quote's facts in {@code quote.json}. */
@Singleton
public class FileQuoteStore implements QuoteStore {
    private final Path file;
    private final ObjectMapper json;
    private volatile @Nullable CurrentQuote current;

    /** Reads what an earlier run stored. */
    public FileQuoteStore(GatewayConfig config, ObjectMapper json) {
        this.file = DurableFiles.folder(config.dataDir()).resolve("quote.json");
        this.json = json;
        this.current = DurableFiles.read(file).map(this::parse).orElse(null);
    }

    @Override
    public Optional<CurrentQuote> current() {
        return Optional.ofNullable(current);
    }

    @Override
    public void replace(CurrentQuote quote) {
        try {
            DurableFiles.write(file, json.writeValueAsBytes(quote));
            current = quote;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CurrentQuote parse(byte[] bytes) {
        try {
            return json.readValue(bytes, CurrentQuote.class);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is damaged", e);
        }
    }
}
