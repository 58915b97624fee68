package org.computingpower.gateway.application;

import java.util.Optional;

/** Remembers the current quote over restarts. */
public interface QuoteStore {
    /** The current quote; empty before the first. */
    Optional<CurrentQuote> current();

    /** Stores a new current quote durably. */
    void replace(CurrentQuote quote);
}
