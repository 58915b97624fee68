package org.computingpower.sgx.dcap.sim;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.parse.SgxReport;
import org.computingpower.sgx.dcap.parse.TdReport;

/** Writes report bodies. Integers are little-endian. */
final class ReportEncoder {
    /** INIT and MODE64BIT. */
    private static final byte FLAGS = 0x05;

    private static final byte DEBUG = 0x02;

    /** INIT and PROVISIONKEY, as Intel's quoting enclaves have. */
    static final byte QE_FLAGS = 0x11;

    private ReportEncoder() {}

    static byte[] sgx(EnclaveSpec enclave, Bytes reportData, Bytes cpuSvn) {
        byte flags = enclave.debug() ? FLAGS | DEBUG : FLAGS;
        return sgx(
                enclave.mrEnclave(),
                enclave.mrSigner(),
                enclave.isvProdId(),
                enclave.isvSvn(),
                flags,
                reportData,
                cpuSvn);
    }

    /** The report of the quoting enclave that {@link CollateralEncoder#qeMrSigner} identifies. */
    static byte[] quotingEnclave(Tee tee, int isvSvn, boolean debug, Bytes reportData, Bytes cpuSvn) {
        byte flags = debug ? QE_FLAGS | DEBUG : QE_FLAGS;
        return sgx(
                CollateralEncoder.qeMrSigner(tee),
                CollateralEncoder.qeMrSigner(tee),
                CollateralEncoder.qeIsvProdId(tee),
                isvSvn,
                flags,
                reportData,
                cpuSvn);
    }

    private static byte[] sgx(
            Bytes mrEnclave, Bytes mrSigner, int isvProdId, int isvSvn, byte flags, Bytes reportData, Bytes cpuSvn) {
        requireReportData(reportData);
        ByteBuffer out = ByteBuffer.allocate(SgxReport.LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        out.put(0, cpuSvn.toByteArray());
        out.put(48, flags);
        out.put(56, (byte) 0x03); // XFRM: x87 and SSE
        out.put(64, mrEnclave.toByteArray());
        out.put(128, mrSigner.toByteArray());
        out.putShort(256, (short) isvProdId);
        out.putShort(258, (short) isvSvn);
        out.put(320, reportData.toByteArray());
        return out.array();
    }

    static byte[] trustDomain(TdSpec domain, Bytes reportData) {
        requireReportData(reportData);
        int length = switch (domain.version()) {
            case TDX_1_0 -> TdReport.LENGTH_10;
            case TDX_1_5 -> TdReport.LENGTH_15;
            case TDX_1_5_EX -> TdReport.LENGTH_15_EX;
        };
        ByteBuffer out = ByteBuffer.allocate(length);
        out.put(0, domain.teeTcbSvn().toByteArray());
        out.put(120, domain.tdAttributes().toByteArray());
        out.put(128, (byte) 0xe7); // XFAM: x87, SSE, AVX, AVX-512
        out.put(136, domain.mrTd().toByteArray());
        for (int i = 0; i < 4; i++) {
            out.put(328 + 48 * i, domain.rtmr().get(i).toByteArray());
        }
        out.put(520, reportData.toByteArray());
        if (length >= TdReport.LENGTH_15) {
            out.put(584, domain.teeTcbSvn2().toByteArray());
            out.put(600, domain.mrServiceTd().toByteArray());
        }
        if (length == TdReport.LENGTH_15_EX) {
            out.put(801, domain.teeTcbSvn().toByteArray());
        }
        return out.array();
    }

    private static void requireReportData(Bytes reportData) {
        if (reportData.length() != 64) {
            throw new IllegalArgumentException("report data has 64 bytes, not " + reportData.length());
        }
    }
}
