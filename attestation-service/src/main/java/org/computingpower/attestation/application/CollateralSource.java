package org.computingpower.attestation.application;

import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.computingpower.sgx.dcap.collateral.CollateralKey;

/** Where collateral comes from: a PCS or PCCS. Nothing of it is believed. */
public interface CollateralSource {

    /**
     * A signed list.
     *
     * @param json as received
     * @param issuerChain its issuer chain in PEM
     */
    record SignedList(Bytes json, Bytes issuerChain) {}

    /** What came back. */
    sealed interface Fetched {
        /**
         * All seven parts.
         *
         * @param bytes the parts
         * @param evaluationNumbers the list of evaluation numbers, if the service has one
         */
        record Found(CollateralBytes bytes, Optional<SignedList> evaluationNumbers) implements Fetched {}

        /** The service knows no such platform family. */
        record Unknown(String what) implements Fetched {}

        /** The service did not answer as it must. */
        record Failed(String reason) implements Fetched {}
    }

    /** Fetches collateral; never fails, but answers {@link Fetched.Failed}. */
    Uni<Fetched> fetch(CollateralKey key);
}
