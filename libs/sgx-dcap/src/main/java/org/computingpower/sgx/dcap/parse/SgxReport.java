package org.computingpower.sgx.dcap.parse;

import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;

/**
 * An SGX enclave report of 384 bytes ({@code sgx_report_body_t}). Integers are little-endian.
 *
 * @param raw the 384 bytes
 */
public record SgxReport(Bytes raw) implements ReportBody {
    public static final int LENGTH = 384;

    private static final int DEBUG = 0x02;

    public SgxReport {
        if (raw.length() != LENGTH) {
            throw new IllegalArgumentException("an SGX report has 384 bytes, not " + raw.length());
        }
    }

    public Bytes cpuSvn() {
        return raw.slice(0, 16);
    }

    public Bytes miscSelect() {
        return raw.slice(16, 4);
    }

    /** 8 bytes of flags, then 8 bytes of XFRM. */
    public Bytes attributes() {
        return raw.slice(48, 16);
    }

    public Bytes mrEnclave() {
        return raw.slice(64, 32);
    }

    public Bytes mrSigner() {
        return raw.slice(128, 32);
    }

    public Bytes configId() {
        return raw.slice(192, 64);
    }

    public int isvProdId() {
        return raw.u16(256);
    }

    public int isvSvn() {
        return raw.u16(258);
    }

    public int configSvn() {
        return raw.u16(260);
    }

    @Override
    public Bytes reportData() {
        return raw.slice(320, 64);
    }

    @Override
    public Tee tee() {
        return Tee.SGX;
    }

    /** ATTRIBUTES.FLAGS.DEBUG. */
    @Override
    public boolean isDebug() {
        return (raw.unsignedAt(48) & DEBUG) != 0;
    }
}
