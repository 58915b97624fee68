package org.computingpower.sgx.dcap.parse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.parse.CertificateFormatException.Kind;

/**
 * Blocks of base64 between a BEGIN and an END line (RFC 7468), no laxer than OpenSSL, which reads them for Intel's
 * library: the lines stand alone, no line in between is empty, and the padding is there.
 */
final class Pem {
    private Pem() {}

    /**
     * The bytes in each block of {@code label}, in order. Text outside of the blocks is ignored, as Intel's library does
     * ({@code CertificateChain.cpp: splitChain}), and so is everything from a zero byte on, where a C string ends.
     */
    static List<Bytes> blocks(Bytes pem, String label, int maximum) throws CertificateFormatException {
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        byte[] bytes = pem.toByteArray();
        String all = new String(bytes, StandardCharsets.ISO_8859_1); // one character per byte
        int zero = all.indexOf('\0');
        String text = zero < 0 ? all : all.substring(0, zero);
        List<Bytes> blocks = new ArrayList<>();
        int position = 0;
        for (int start = text.indexOf(begin); start >= 0; start = text.indexOf(begin, position)) {
            int content = start + begin.length();
            int contentEnd = text.indexOf(end, position);
            if (contentEnd < content || blocks.size() == maximum) {
                throw new CertificateFormatException(Kind.FORMAT, "END without BEGIN, BEGIN without END or too many");
            }
            blocks.add(decode(bytes, content, contentEnd));
            position = contentEnd + end.length();
        }
        return List.copyOf(blocks);
    }

    private static Bytes decode(byte[] text, int from, int to) throws CertificateFormatException {
        byte[] base64 = new byte[to - from];
        int length = 0;
        boolean labelLine = true;
        boolean blank = true;
        for (int i = from; i < to; i++) {
            byte c = text[i];
            if (c == '\n') {
                require(labelLine == blank);
                labelLine = false;
                blank = true;
            } else if (c != '\r' && c != ' ' && c != '\t') {
                require(!labelLine);
                blank = false;
                base64[length++] = c;
            }
        }
        require(!labelLine && blank && length % 4 == 0);
        try {
            return Bytes.copyOf(Base64.getDecoder().decode(Arrays.copyOf(base64, length)));
        } catch (IllegalArgumentException e) {
            throw new CertificateFormatException("malformed base64", e);
        }
    }

    private static void require(boolean condition) throws CertificateFormatException {
        if (!condition) {
            throw new CertificateFormatException(Kind.FORMAT, "malformed lines or padding of base64");
        }
    }
}
