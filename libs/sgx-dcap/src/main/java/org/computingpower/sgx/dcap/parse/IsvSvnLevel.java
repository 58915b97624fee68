package org.computingpower.sgx.dcap.parse;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.computingpower.sgx.dcap.TcbStatus;

/**
 * One level of an enclave identity or TDX module identity. Only UpToDate, OutOfDate and Revoked occur.
 *
 * @param isvSvn the level applies from this SVN up
 * @param status the status
 * @param tcbDate when the level was current
 * @param advisoryIds Intel's security advisories that apply
 */
public record IsvSvnLevel(int isvSvn, TcbStatus status, Instant tcbDate, List<String> advisoryIds) {
    static final Comparator<IsvSvnLevel> HIGHEST_FIRST = Comparator.comparingInt(IsvSvnLevel::isvSvn)
            .thenComparing(IsvSvnLevel::tcbDate)
            .reversed();

    public IsvSvnLevel {
        advisoryIds = List.copyOf(advisoryIds);
    }

    /** The highest level that {@code isvSvn} reaches in {@code levels}, which are highest first. */
    public static Optional<IsvSvnLevel> firstReached(List<IsvSvnLevel> levels, int isvSvn) {
        for (IsvSvnLevel level : levels) {
            if (level.isvSvn <= isvSvn) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }
}
