package org.computingpower.sgx.dcap.sim;

import java.util.List;
import org.computingpower.sgx.dcap.Bytes;

/**
 * A trust domain that a simulated platform pretends to run.
 *
 * @param version which report the quote carries
 * @param teeTcbSvn 16 SVNs at launch; the second is the version of the TDX module
 * @param teeTcbSvn2 16 SVNs of the TDX module that runs now; ignored in TDX 1.0
 * @param tdAttributes 8 bytes
 * @param mrTd 48 bytes
 * @param rtmr four registers of 48 bytes
 * @param mrServiceTd 48 bytes; ignored in TDX 1.0
 */
public record TdSpec(
        Version version,
        Bytes teeTcbSvn,
        Bytes teeTcbSvn2,
        Bytes tdAttributes,
        Bytes mrTd,
        List<Bytes> rtmr,
        Bytes mrServiceTd) {

    /** Which report body. */
    public enum Version {
        TDX_1_0,
        TDX_1_5,
        TDX_1_5_EX
    }

    private static final Bytes ZERO_48 = Bytes.copyOf(new byte[48]);
    private static final Bytes SEPT_VE_DISABLE = Bytes.ofHex("0000001000000000");

    /** TDX module version 1, SVN 5: on the highest level of {@link TcbScenario#upToDate}. */
    public static final Bytes CURRENT_TEE_TCB_SVN = Bytes.ofHex("05010600000000000000000000000000");

    public TdSpec {
        rtmr = List.copyOf(rtmr);
        if (rtmr.size() != 4 || teeTcbSvn.length() != 16 || teeTcbSvn2.length() != 16 || mrTd.length() != 48) {
            throw new IllegalArgumentException("four registers, SVNs of 16 bytes and an MRTD of 48 bytes are needed");
        }
    }

    /** A trust domain with SEPT_VE_DISABLE and without service domain, on a current TDX module. */
    public static TdSpec of(Version version, Bytes mrTd) {
        return new TdSpec(
                version,
                CURRENT_TEE_TCB_SVN,
                CURRENT_TEE_TCB_SVN,
                SEPT_VE_DISABLE,
                mrTd,
                List.of(ZERO_48, ZERO_48, ZERO_48, ZERO_48),
                ZERO_48);
    }

    public TdSpec withTeeTcbSvn(Bytes svn) {
        return new TdSpec(version, svn, teeTcbSvn2, tdAttributes, mrTd, rtmr, mrServiceTd);
    }

    public TdSpec withTeeTcbSvn2(Bytes svn) {
        return new TdSpec(version, teeTcbSvn, svn, tdAttributes, mrTd, rtmr, mrServiceTd);
    }

    public TdSpec withTdAttributes(Bytes attributes) {
        return new TdSpec(version, teeTcbSvn, teeTcbSvn2, attributes, mrTd, rtmr, mrServiceTd);
    }

    public TdSpec withMrServiceTd(Bytes measurement) {
        return new TdSpec(version, teeTcbSvn, teeTcbSvn2, tdAttributes, mrTd, rtmr, measurement);
    }
}
