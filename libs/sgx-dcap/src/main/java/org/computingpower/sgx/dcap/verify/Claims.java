package org.computingpower.sgx.dcap.verify;

import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.TrustDomain;
import org.computingpower.sgx.dcap.parse.ReportBody;
import org.computingpower.sgx.dcap.parse.SgxReport;
import org.computingpower.sgx.dcap.parse.TdReport;

/**
 * What a quote says, independent of time and collateral. A plain value that may be stored and read back; that it came
 * out of a verification is said by {@link VerifiedClaims}, not by this type.
 *
 * @param trustDomain whose root it hangs on
 * @param trustRootHash SHA-256 of that root's DER
 * @param quoteHash SHA-256 of the quote
 * @param quoteVersion 3, 4 or 5
 * @param body report of the enclave or trust domain
 * @param platform what the quote says of the platform
 */
public record Claims(
        TrustDomain trustDomain,
        Bytes trustRootHash,
        Bytes quoteHash,
        int quoteVersion,
        ReportBody body,
        PlatformClaims platform) {

    public Tee tee() {
        return body.tee();
    }

    /** 64 bytes that the enclave or trust domain chose. */
    public Bytes reportData() {
        return body.reportData();
    }

    public boolean isDebug() {
        return body.isDebug();
    }

    /** The enclave's report if this is an SGX quote. */
    public Optional<SgxReport> sgx() {
        return switch (body) {
            case SgxReport report -> Optional.of(report);
            case TdReport report -> Optional.empty();
        };
    }

    /** The trust domain's report if this is a TDX quote. */
    public Optional<TdReport> tdx() {
        return switch (body) {
            case SgxReport report -> Optional.empty();
            case TdReport report -> Optional.of(report);
        };
    }
}
