package org.computingpower.sgx.dcap.parse;

import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;

/** What a quote says of the enclave or trust domain itself. */
public sealed interface ReportBody permits SgxReport, TdReport {

    /** The report's bytes as signed. */
    Bytes raw();

    Tee tee();

    /** 64 bytes that the enclave or trust domain chose. */
    Bytes reportData();

    /** True if the owner of the host can read and change the memory. */
    boolean isDebug();
}
