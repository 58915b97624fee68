package org.computingpower.sgx.dcap.appraise;

import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.parse.TdReport;
import org.computingpower.sgx.dcap.verify.Claims;
import org.computingpower.sgx.dcap.verify.TcbEvaluation;

/**
 * The platform and TCB with which a node was accepted last.
 *
 * @param platformId the platform; a node that moved to another one is new there
 * @param tcbEvaluationDataNumber evaluation number of the collateral at that time
 * @param sgxTcbComponents 16 SVNs
 * @param pceSvn SVN of the provisioning certification enclave
 * @param teeTcbSvn 16 SVNs of the TDX module; TDX only
 */
public record LastAccepted(
        Bytes platformId, int tcbEvaluationDataNumber, Bytes sgxTcbComponents, int pceSvn, Optional<Bytes> teeTcbSvn) {

    /** What claims say, accepted under this evaluation. */
    public static LastAccepted of(Claims claims, TcbEvaluation tcb) {
        return of(claims, tcb.tcbEvaluationDataNumber());
    }

    /** What claims say, accepted under this evaluation number. */
    public static LastAccepted of(Claims claims, int tcbEvaluationDataNumber) {
        return new LastAccepted(
                claims.platform().platformId(),
                tcbEvaluationDataNumber,
                claims.platform().sgxTcbComponents(),
                claims.platform().pceSvn(),
                claims.tdx().map(TdReport::teeTcbSvn));
    }

    /** True if {@code claims} are of this platform and no SVN lies below the one accepted last. */
    boolean isReachedBy(Claims claims) {
        Optional<Bytes> moduleSvn = claims.tdx().map(TdReport::teeTcbSvn);
        return claims.platform().platformId().equals(platformId)
                && reaches(claims.platform().sgxTcbComponents(), sgxTcbComponents)
                && claims.platform().pceSvn() >= pceSvn
                && moduleSvn.isPresent() == teeTcbSvn.isPresent()
                && (teeTcbSvn.isEmpty() || reaches(moduleSvn.orElseThrow(), teeTcbSvn.get()));
    }

    private static boolean reaches(Bytes svns, Bytes required) {
        for (int i = 0; i < required.length(); i++) {
            if (svns.unsignedAt(i) < required.unsignedAt(i)) {
                return false;
            }
        }
        return true;
    }
}
