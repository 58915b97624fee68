package org.computingpower.sgx.dcap.parse;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.TcbStatus;

/**
 * One level of a TCB info: a platform whose SVNs all reach these has this status, unless a higher level matches.
 *
 * @param sgxComponents 16 SVNs
 * @param pceSvn SVN of the provisioning certification enclave
 * @param tdxComponents 16 SVNs in TCB info for TDX, empty in TCB info for SGX
 * @param status the status
 * @param tcbDate when the level was current
 * @param advisoryIds Intel's security advisories that apply
 */
public record TcbLevel(
        Bytes sgxComponents,
        int pceSvn,
        Bytes tdxComponents,
        TcbStatus status,
        Instant tcbDate,
        List<String> advisoryIds) {

    /**
     * Highest first: SGX components, then PCE SVN, then TDX components. Intel's library keeps its levels in a set of
     * this order ({@code TcbLevel.cpp: operator>}); the order in the JSON must not matter.
     */
    static final Comparator<TcbLevel> HIGHEST_FIRST = Comparator.comparing(TcbLevel::sgxComponents)
            .thenComparingInt(TcbLevel::pceSvn)
            .thenComparing(TcbLevel::tdxComponents)
            .reversed();

    public TcbLevel {
        advisoryIds = List.copyOf(advisoryIds);
    }
}
