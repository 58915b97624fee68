package org.computingpower.sgx.dcap.collateral;

import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.crypto.Sha256;

/**
 * Collateral as received: nothing in it is verified. The only way from here to a verdict leads through
 * {@link CollateralVerifier}.
 *
 * @param tcbInfo JSON of the PCS, byte for byte
 * @param tcbInfoIssuerChain TCB signing certificate and root in PEM
 * @param qeIdentity JSON of the PCS, byte for byte
 * @param qeIdentityIssuerChain TCB signing certificate and root in PEM
 * @param pckCrl revocation list of the processor or platform CA: DER, hexadecimal or PEM
 * @param pckCrlIssuerChain that CA and the root in PEM
 * @param rootCaCrl revocation list of the root: DER, hexadecimal or PEM
 */
public record CollateralBytes(
        Bytes tcbInfo,
        Bytes tcbInfoIssuerChain,
        Bytes qeIdentity,
        Bytes qeIdentityIssuerChain,
        Bytes pckCrl,
        Bytes pckCrlIssuerChain,
        Bytes rootCaCrl) {

    /** SHA-256 over the SHA-256 of each part in order; names this collateral in evidence and logs. */
    public Bytes sha256() {
        return Sha256.of(
                Sha256.of(tcbInfo),
                Sha256.of(tcbInfoIssuerChain),
                Sha256.of(qeIdentity),
                Sha256.of(qeIdentityIssuerChain),
                Sha256.of(pckCrl),
                Sha256.of(pckCrlIssuerChain),
                Sha256.of(rootCaCrl));
    }
}
