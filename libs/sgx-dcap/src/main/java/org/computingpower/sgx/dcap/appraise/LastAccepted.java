package org.computingpower.sgx.dcap.appraise;

import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.parse.TdReport;
import org.computingpower.sgx.dcap.verify.Claims;
import org.computingpower.sgx.dcap.verify.TcbEvaluation;

/**
 * The TCB with which a node was accepted last.
 *
 * @param tcbEvaluationDataNumber evaluation number of the collateral at that time
 * @param sgxTcbComponents 16 SVNs
 * @param pceSvn SVN of the provisioning certification enclave
 * @param teeTcbSvn 16 SVNs of the TDX module; TDX only
 */
public record LastAccepted(int tcbEvaluationDataNumber, Bytes sgxTcbComponents, int pceSvn, Optional<Bytes> teeTcbSvn) {

    public static LastAccepted of(Claims claims, TcbEvaluation tcb) {
        return new LastAccepted(
                tcb.tcbEvaluationDataNumber(),
                claims.platform().sgxTcbComponents(),
                claims.platform().pceSvn(),
                claims.tdx().map(TdReport::teeTcbSvn));
    }

    /** True if no SVN of {@code claims} lies below the one accepted last. */
    boolean isReachedBy(Claims claims) {
        Optional<Bytes> moduleSvn = claims.tdx().map(TdReport::teeTcbSvn);
        return reaches(claims.platform().sgxTcbComponents(), sgxTcbComponents)
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
