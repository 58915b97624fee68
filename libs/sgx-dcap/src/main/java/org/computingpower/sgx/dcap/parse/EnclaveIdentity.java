package org.computingpower.sgx.dcap.parse;

import java.time.Instant;
import java.util.List;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.json.JsonFormatException;

/**
 * The identity of a quoting enclave (version 2), read after its signature was checked.
 *
 * @param id "QE", "TD_QE" or "QVE"
 * @param issueDate when it was issued
 * @param nextUpdate last second at which it may be used
 * @param tcbEvaluationDataNumber grows with each TCB recovery event
 * @param miscSelect 4 bytes
 * @param miscSelectMask 4 bytes
 * @param attributes 16 bytes
 * @param attributesMask 16 bytes
 * @param mrSigner 32 bytes
 * @param isvProdId product id
 * @param levels highest first
 */
public record EnclaveIdentity(
        String id,
        Instant issueDate,
        Instant nextUpdate,
        int tcbEvaluationDataNumber,
        Bytes miscSelect,
        Bytes miscSelectMask,
        Bytes attributes,
        Bytes attributesMask,
        Bytes mrSigner,
        int isvProdId,
        List<IsvSvnLevel> levels) {

    public EnclaveIdentity {
        levels = List.copyOf(levels);
    }

    /** Reads the signed body of an enclave identity. */
    public static EnclaveIdentity parse(Bytes body) throws JsonFormatException {
        return IdentityReader.enclaveIdentity(body);
    }
}
