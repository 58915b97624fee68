package org.computingpower.attestation.domain;

import java.util.List;
import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.collateral.TrustRoot;
import org.computingpower.sgx.dcap.parse.CertificateFormatException;
import org.computingpower.sgx.dcap.parse.PemChain;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.market.MarketFile;

/** Which root this validator trusts. Intel's is pinned in code; a simulated one is for markets of profile local only. */
public final class TrustRoots {
    private TrustRoots() {}

    /**
     * The root of a market.
     *
     * @param market the market file; its {@code trustRootHash} and {@code trustDomain} must be the root's
     * @param pem the configured root certificate; Intel's if absent
     * @throws IllegalStateException if the root is not the market's, or simulated outside profile local
     */
    public static TrustRoot of(MarketFile market, Optional<Bytes> pem) {
        TrustRoot root = pem.map(configured -> read(configured, market)).orElse(TrustRoot.intel());
        Bytes32 hash = Bytes32.of(root.sha256().toByteArray());
        if (!hash.equals(market.trustRootHash())) {
            throw new IllegalStateException(
                    "The trust root is " + hash + " but the market's is " + market.trustRootHash());
        }
        if (!root.trustDomain().name().equals(market.trustDomain())) {
            throw new IllegalStateException("The trust root is of the domain " + root.trustDomain()
                    + " but the market says " + market.trustDomain());
        }
        return root;
    }

    private static TrustRoot read(Bytes pem, MarketFile market) {
        try {
            if (PemChain.split(pem)
                    .equals(List.of(TrustRoot.intel().certificate().der()))) {
                return TrustRoot.intel();
            }
            if (!market.profile().equals(Market.LOCAL_PROFILE)) {
                throw new IllegalStateException(
                        "A market outside the profile local trusts Intel's root only, which is pinned in code");
            }
            return TrustRoot.simulated(pem);
        } catch (CertificateFormatException e) {
            throw new IllegalStateException("The trust root is no certificate in PEM", e);
        }
    }
}
