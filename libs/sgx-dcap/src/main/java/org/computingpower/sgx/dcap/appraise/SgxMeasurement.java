package org.computingpower.sgx.dcap.appraise;

import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.parse.SgxReport;

/** An enclave that a policy allows. */
public sealed interface SgxMeasurement {

    boolean matches(SgxReport report);

    /**
     * Exactly this code.
     *
     * @param mrEnclave 32 bytes
     */
    record ByEnclave(Bytes mrEnclave) implements SgxMeasurement {
        public ByEnclave {
            requireLength(mrEnclave);
        }

        @Override
        public boolean matches(SgxReport report) {
            return report.mrEnclave().equals(mrEnclave);
        }
    }

    /**
     * Any version of a product from {@code minIsvSvn} on.
     *
     * @param mrSigner 32 bytes
     * @param isvProdId product id
     * @param minIsvSvn lowest SVN
     */
    record BySigner(Bytes mrSigner, int isvProdId, int minIsvSvn) implements SgxMeasurement {
        public BySigner {
            requireLength(mrSigner);
        }

        @Override
        public boolean matches(SgxReport report) {
            return report.mrSigner().equals(mrSigner)
                    && report.isvProdId() == isvProdId
                    && report.isvSvn() >= minIsvSvn;
        }
    }

    private static void requireLength(Bytes measurement) {
        if (measurement.length() != 32) {
            throw new IllegalArgumentException("an SGX measurement has 32 bytes, not " + measurement.length());
        }
    }
}
