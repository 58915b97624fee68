package org.computingpower.sgx.dcap.verify;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;

/**
 * Remembers PCK chains whose signatures were verified, so that the next quote of the same platform needs two
 * signatures instead of three. Holds the {@code capacity} most recently used; safe for use by several threads.
 * Revocation and validity are not remembered.
 */
final class PlatformCache {
    private final Map<Key, PckChain> chains;

    /** Chain and root together: a chain verified under one root says nothing under another. */
    private record Key(Bytes trustRootHash, Bytes chainSha256) {}

    PlatformCache(int capacity) {
        this.chains = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, PckChain> eldest) {
                return size() > capacity;
            }
        };
    }

    Optional<PckChain> find(Bytes trustRootHash, Bytes chainSha256) {
        synchronized (chains) {
            return Optional.ofNullable(chains.get(new Key(trustRootHash, chainSha256)));
        }
    }

    void remember(Bytes chainSha256, PckChain chain) {
        synchronized (chains) {
            chains.put(new Key(chain.trustRootHash(), chainSha256), chain);
        }
    }
}
