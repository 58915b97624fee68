package org.computingpower.sgx.dcap.sim;

import java.nio.charset.StandardCharsets;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.crypto.Sha256;

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

    /**
     * What a provider gateway without SGX pretends to be. Policies of local markets allow exactly this MRENCLAVE and
     * MRSIGNER, which are SHA-256 of texts that say so and therefore of no real enclave.
     */
    public static EnclaveSpec simulatedGateway() {
        return new EnclaveSpec(
                measurement("SIMULATED provider-gateway enclave - NOT INTEL"),
                measurement("SIMULATED provider-gateway signer - NOT INTEL"),
                1,
                1,
                false);
    }

    private static Bytes measurement(String text) {
        return Sha256.of(Bytes.copyOf(text.getBytes(StandardCharsets.US_ASCII)));
    }

    /** This enclave in debug mode. */
    public EnclaveSpec inDebugMode() {
        return new EnclaveSpec(mrEnclave, mrSigner, isvProdId, isvSvn, true);
    }
}
