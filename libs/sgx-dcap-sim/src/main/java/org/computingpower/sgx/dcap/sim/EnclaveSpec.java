package org.computingpower.sgx.dcap.sim;

import org.computingpower.sgx.dcap.Bytes;

/**
 * An enclave that a simulated platform pretends to run.
 *
 * @param mrEnclave 32 bytes
 * @param mrSigner 32 bytes
 * @param isvProdId product id, 0 to 65535
 * @param isvSvn SVN, 0 to 65535
 * @param debug whether the enclave runs in debug mode
 */
public record EnclaveSpec(Bytes mrEnclave, Bytes mrSigner, int isvProdId, int isvSvn, boolean debug) {
    public EnclaveSpec {
        if (mrEnclave.length() != 32 || mrSigner.length() != 32) {
            throw new IllegalArgumentException("MRENCLAVE and MRSIGNER have 32 bytes");
        }
    }

    /** This enclave in debug mode. */
    public EnclaveSpec inDebugMode() {
        return new EnclaveSpec(mrEnclave, mrSigner, isvProdId, isvSvn, true);
    }
}
