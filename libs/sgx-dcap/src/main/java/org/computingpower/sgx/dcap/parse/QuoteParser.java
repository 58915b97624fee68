package org.computingpower.sgx.dcap.parse;

import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.parse.QuoteFormatException.Code;

/**
 * Parses quotes of version 3, 4 and 5. Implements step 4.1.2.5.3 of Intel's quote verification
 * ({@code QuoteVerification/Quote.cpp: parse, validate}) and is stricter in two points: nothing may follow the
 * authentication data, and a quote has at most {@link Quote#MAX_LENGTH} bytes.
 */
final class QuoteParser {
    private static final Bytes INTEL_QE_VENDOR = Bytes.ofHex("939a7233f79c4ca9940a0db3957f0607");
    private static final int ECDSA_P256 = 2;
    private static final int QE_REPORT_CERTIFICATION_DATA = 6;

    private QuoteParser() {}

    static Quote parse(byte[] quote) throws QuoteFormatException {
        if (quote.length > Quote.MAX_LENGTH) {
            throw new QuoteFormatException(Code.TOO_LARGE, Quote.MAX_LENGTH);
        }
        Bytes raw = Bytes.copyOf(quote);
        QuoteReader reader = new QuoteReader(raw, 0);
        QuoteHeader header = header(reader);
        ReportBody body = body(header, reader);
        int signedLength = reader.offset();
        long authenticationLength = reader.u32();
        QuoteReader authentication =
                reader.exactRest(authenticationLength, Code.AUTHENTICATION_DATA_LENGTH, Code.TRAILING_BYTES);
        Bytes signature = authentication.take(64);
        Bytes attestationKey = authentication.take(64);
        QuoteReader certification = header.version() == 3 ? authentication : qeReportCertification(authentication);
        SgxReport qeReport = new SgxReport(certification.take(SgxReport.LENGTH));
        Bytes qeReportSignature = certification.take(64);
        Bytes qeAuthenticationData = certification.take(certification.u16());
        CertificationData certificationData = certificationData(certification);
        return new Quote(
                raw,
                header,
                body,
                signedLength,
                signature,
                attestationKey,
                qeReport,
                qeReportSignature,
                qeAuthenticationData,
                certificationData);
    }

    private static QuoteHeader header(QuoteReader reader) throws QuoteFormatException {
        int version = reader.u16();
        if (version < 3 || version > 5) {
            throw new QuoteFormatException(Code.UNSUPPORTED_VERSION, 0);
        }
        if (reader.u16() != ECDSA_P256) {
            throw new QuoteFormatException(Code.UNSUPPORTED_ATTESTATION_KEY_TYPE, 2);
        }
        Tee tee = tee(version, reader.u32());
        reader.take(4); // QE and PCE SVN in version 3, reserved later; informative only, never used for the TCB
        if (!reader.take(16).equals(INTEL_QE_VENDOR)) {
            throw new QuoteFormatException(Code.UNKNOWN_QE_VENDOR, 12);
        }
        return new QuoteHeader(version, tee, reader.take(20));
    }

    private static Tee tee(int version, long teeType) throws QuoteFormatException {
        if (teeType == Tee.SGX.teeType()) {
            return Tee.SGX;
        }
        if (teeType == Tee.TDX.teeType() && version > 3) {
            return Tee.TDX;
        }
        throw new QuoteFormatException(Code.UNSUPPORTED_TEE_TYPE, 4);
    }

    private static ReportBody body(QuoteHeader header, QuoteReader reader) throws QuoteFormatException {
        if (header.version() == 5) {
            return typedBody(header.tee(), reader);
        }
        return switch (header.tee()) {
            case SGX -> new SgxReport(reader.take(SgxReport.LENGTH));
            case TDX -> new TdReport(reader.take(TdReport.LENGTH_10));
        };
    }

    private static ReportBody typedBody(Tee tee, QuoteReader reader) throws QuoteFormatException {
        int typeOffset = reader.offset();
        int type = reader.u16();
        int length = switch (type) {
            case 1 -> SgxReport.LENGTH;
            case 2 -> TdReport.LENGTH_10;
            case 3 -> TdReport.LENGTH_15;
            case 4 -> TdReport.LENGTH_15_EX;
            default -> throw new QuoteFormatException(Code.UNSUPPORTED_BODY_TYPE, typeOffset);
        };
        if ((tee == Tee.SGX) != (type == 1)) {
            throw new QuoteFormatException(Code.UNSUPPORTED_BODY_TYPE, typeOffset);
        }
        if (reader.u32() != length) {
            throw new QuoteFormatException(Code.BODY_SIZE_MISMATCH, typeOffset + 2);
        }
        Bytes body = reader.take(length);
        return tee == Tee.SGX ? new SgxReport(body) : new TdReport(body);
    }

    private static QuoteReader qeReportCertification(QuoteReader reader) throws QuoteFormatException {
        int typeOffset = reader.offset();
        if (reader.u16() != QE_REPORT_CERTIFICATION_DATA) {
            throw new QuoteFormatException(Code.UNSUPPORTED_CERTIFICATION_DATA_TYPE, typeOffset);
        }
        long length = reader.u32();
        return reader.exactRest(length, Code.CERTIFICATION_DATA_LENGTH, Code.CERTIFICATION_DATA_LENGTH);
    }

    private static CertificationData certificationData(QuoteReader reader) throws QuoteFormatException {
        int typeOffset = reader.offset();
        int type = reader.u16();
        if (type < CertificationData.PLAIN_PPID || type > CertificationData.PCK_CHAIN) {
            throw new QuoteFormatException(Code.UNSUPPORTED_CERTIFICATION_DATA_TYPE, typeOffset);
        }
        long length = reader.u32();
        QuoteReader payload = reader.exactRest(length, Code.CERTIFICATION_DATA_LENGTH, Code.CERTIFICATION_DATA_LENGTH);
        return new CertificationData(type, payload.take((int) length));
    }
}
