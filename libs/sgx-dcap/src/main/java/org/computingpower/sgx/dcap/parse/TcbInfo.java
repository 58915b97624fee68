package org.computingpower.sgx.dcap.parse;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.json.JsonFormatException;

/**
 * The content of a TCB info, read after its signature was checked.
 *
 * @param tee the TEE it speaks for; always SGX in version 2, which has no id
 * @param version 2 or 3
 * @param issueDate when it was issued
 * @param nextUpdate last second at which it may be used
 * @param fmspc 6 bytes
 * @param pceId 2 bytes
 * @param tcbEvaluationDataNumber grows with each TCB recovery event
 * @param tdxModule rule for TDX module version 0; present if and only if {@code tee} is TDX
 * @param tdxModuleIdentities rules for other TDX module versions
 * @param levels highest first
 */
public record TcbInfo(
        Tee tee,
        int version,
        Instant issueDate,
        Instant nextUpdate,
        Bytes fmspc,
        Bytes pceId,
        int tcbEvaluationDataNumber,
        Optional<TdxModuleIdentity> tdxModule,
        List<TdxModuleIdentity> tdxModuleIdentities,
        List<TcbLevel> levels) {

    public TcbInfo {
        tdxModuleIdentities = List.copyOf(tdxModuleIdentities);
        levels = List.copyOf(levels);
    }

    /** Reads the signed body of a TCB info of version 3, or also of version 2 if {@code acceptVersion2}. */
    public static TcbInfo parse(Bytes body, boolean acceptVersion2) throws JsonFormatException {
        return TcbInfoReader.read(body, acceptVersion2);
    }

    /** The rule for a TDX module version other than 0 ({@code TdxModuleCheck.cpp: findTdxModuleIdentity}). */
    public Optional<TdxModuleIdentity> tdxModuleIdentity(int moduleVersion) {
        String id = "TDX_" + HexFormat.of().toHexDigits((byte) moduleVersion);
        return tdxModuleIdentities.stream()
                .filter(identity -> identity.id().equalsIgnoreCase(id))
                .findFirst();
    }
}
