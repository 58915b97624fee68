package org.computingpower.sgx.dcap.parse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.json.JsonFormatException;

/**
 * Any bytes are either read or refused by the one exception of their parser. Normal test runs replay the seeds; with
 * {@code JAZZER_FUZZ=1} one target at a time searches for ten minutes (see README).
 */
class ParserFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void quote(byte[] input) {
        try {
            Quote quote = Quote.parse(input);
            if (quote.raw().length() != input.length) {
                throw new AssertionError("part of the quote was passed over");
            }
        } catch (QuoteFormatException refused) {
            // the one exception that is allowed
        }
    }

    @FuzzTest(maxDuration = "10m")
    void tcbInfo(byte[] input) {
        try {
            SignedJson signed = SignedJson.parse(Bytes.copyOf(input), "tcbInfo");
            TcbInfo.parse(signed.body(), true);
        } catch (JsonFormatException refused) {
            // the one exception that is allowed
        }
    }

    @FuzzTest(maxDuration = "10m")
    void qeIdentity(byte[] input) {
        try {
            SignedJson signed = SignedJson.parse(Bytes.copyOf(input), "enclaveIdentity");
            EnclaveIdentity.parse(signed.body());
        } catch (JsonFormatException refused) {
            // the one exception that is allowed
        }
    }

    @FuzzTest(maxDuration = "10m")
    void revocationList(byte[] input) {
        try {
            RevocationList.parse(Bytes.copyOf(input));
        } catch (CertificateFormatException refused) {
            // the one exception that is allowed
        }
    }

    @FuzzTest(maxDuration = "10m")
    void certificates(byte[] input) {
        try {
            for (X509Certificate certificate : PemChain.parse(Bytes.copyOf(input))) {
                PckCertificate.of(certificate);
            }
        } catch (CertificateFormatException refused) {
            // the one exception that is allowed
        }
    }
}
