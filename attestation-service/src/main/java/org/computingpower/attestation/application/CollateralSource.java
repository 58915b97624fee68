package org.computingpower.attestation.application;

import io.smallrye.mutiny.Uni;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.computingpower.sgx.dcap.collateral.CollateralKey;

/** Where collateral comes from: a PCS or PCCS. Nothing of it is believed. */
public interface CollateralSource {

    /** What came back. */
    sealed interface Fetched {
        /** All seven parts. */
        record Found(CollateralBytes bytes) implements Fetched {}

        /** The service knows no such platform family. */
        record Unknown(String what) implements Fetched {}

        /** The service did not answer as it must. */
        record Failed(String reason) implements Fetched {}
    }

    /** Fetches collateral; never fails, but answers {@link Fetched.Failed}. */
    Uni<Fetched> fetch(CollateralKey key);
}
