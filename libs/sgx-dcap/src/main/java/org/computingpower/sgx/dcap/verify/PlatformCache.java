package org.computingpower.sgx.dcap.verify;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.crypto.P256PublicKey;
import org.computingpower.sgx.dcap.crypto.Sha256;
import org.computingpower.sgx.dcap.parse.Quote;

/**
 * Remembers signatures that were verified: those of PCK chains, and those by which a PCK vouches for an attestation
 * key. A quoting enclave keeps its attestation key for long, so the next quote of a platform needs one signature
 * instead of three. Holds the {@code capacity} most recently used of each; safe for use by several threads.
 *
 * <p>Only what follows from the remembered bytes alone is remembered: revocation, validity and the identity of the
 * quoting enclave are checked every time.
 */
final class PlatformCache {
    private final Map<ChainKey, PckChain> chains;
    private final Map<VoucherKey, P256PublicKey> attestationKeys;

    /** Chain and root together: a chain verified under one root says nothing under another. */
    private record ChainKey(Bytes trustRootHash, Bytes chainSha256) {}

    /** All bytes that enter the check: the PCK's key, and report, signature, attestation key, authentication data. */
    private record VoucherKey(Bytes pckKey, Bytes vouchersSha256) {
        static VoucherKey of(P256PublicKey pck, Quote quote) {
            Bytes sha256 = Sha256.of(
                    quote.qeReport().raw(),
                    quote.qeReportSignature(),
                    quote.attestationKey(),
                    quote.qeAuthenticationData()); // the last alone has no fixed length, so the parts are unambiguous
            return new VoucherKey(pck.raw(), sha256);
        }
    }

    PlatformCache(int capacity) {
        this.chains = recentlyUsed(capacity);
        this.attestationKeys = recentlyUsed(capacity);
    }

    private static <K, V> Map<K, V> recentlyUsed(int capacity) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > capacity;
            }
        };
    }

    Optional<PckChain> findChain(Bytes trustRootHash, Bytes chainSha256) {
        synchronized (chains) {
            return Optional.ofNullable(chains.get(new ChainKey(trustRootHash, chainSha256)));
        }
    }

    void rememberChain(Bytes chainSha256, PckChain chain) {
        synchronized (chains) {
            chains.put(new ChainKey(chain.trustRootHash(), chainSha256), chain);
        }
    }

    /** The attestation key for which {@code pck} was found to vouch by exactly these bytes. */
    Optional<P256PublicKey> findAttestationKey(P256PublicKey pck, Quote quote) {
        VoucherKey key = VoucherKey.of(pck, quote);
        synchronized (attestationKeys) {
            return Optional.ofNullable(attestationKeys.get(key));
        }
    }

    void rememberAttestationKey(P256PublicKey pck, Quote quote, P256PublicKey attestationKey) {
        VoucherKey key = VoucherKey.of(pck, quote);
        synchronized (attestationKeys) {
            attestationKeys.put(key, attestationKey);
        }
    }
}
