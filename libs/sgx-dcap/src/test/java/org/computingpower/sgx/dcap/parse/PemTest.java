package org.computingpower.sgx.dcap.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms of text in which certificates and revocation lists come. Intel's library decides each of them in the same way. */
class PemTest {
    private static final String CHAIN = text(Vectors.SGX_V3.collateralBytes().tcbInfoIssuerChain());
    private static final Bytes LIST = Vectors.SGX_V3.collateralBytes().rootCaCrl();

    private static String text(Bytes bytes) {
        return new String(bytes.toByteArray(), StandardCharsets.ISO_8859_1);
    }

    private static Bytes bytes(String text) {
        return Bytes.copyOf(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String der() {
        return LIST.unsignedAt(0) == 0x30 ? LIST.hex() : text(LIST).strip();
    }

    private static String pemList() {
        String base64 = java.util.Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(Bytes.ofHex(der()).toByteArray());
        return "-----BEGIN X509 CRL-----\n" + base64 + "\n-----END X509 CRL-----\n";
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`\n`, `\r\n`",
                "`\n`, ` \n`",
                "`\n`, `\t\n`",
                "`-----BEGIN`, `Subject: anything\n-----BEGIN`",
                "`-----END CERTIFICATE-----\n`, `-----END CERTIFICATE-----`",
                "`$`, `\u0000`"
            })
    void readsCertificates(String part, String replacement) throws CertificateFormatException {
        String changed = CHAIN.replaceAll(part, replacement);

        assertThat(changed).isNotEqualTo(CHAIN);
        assertThat(PemChain.split(bytes(changed))).isEqualTo(PemChain.split(bytes(CHAIN)));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`\n-----END`, `\n\n-----END`",
                "`CERTIFICATE-----\nMII`, `CERTIFICATE-----MII`",
                "`CERTIFICATE-----\nMII`, `CERTIFICATE-----\nX: y\n\nMII`",
                "`\n-----END`, `-----END`",
                "`=\n-----END`, `\n-----END`",
                "`MII`, `M*II`",
                "`^-----BEGIN`, `-----END CERTIFICATE-----\n-----BEGIN`",
                "`\n-----END CERTIFICATE-----\n$`, `\n`"
            })
    void refusesCertificates(String part, String replacement) {
        String changed = Pattern.compile(part).matcher(CHAIN).replaceFirst(replacement);

        assertThat(changed).isNotEqualTo(CHAIN);
        assertThatThrownBy(() -> PemChain.split(bytes(changed))).isInstanceOf(CertificateFormatException.class);
    }

    @Test
    void endsAtAZeroByte() throws CertificateFormatException {
        assertThat(PemChain.split(bytes("\0" + CHAIN))).isEmpty();
        assertThat(PemChain.split(bytes(CHAIN + "\0" + CHAIN))).isEqualTo(PemChain.split(bytes(CHAIN)));
    }

    @Test
    void readsARevocationListInEachForm() throws CertificateFormatException {
        RevocationList list = RevocationList.parse(Bytes.ofHex(der()));

        for (String form : List.of(
                der(),
                der().toUpperCase(java.util.Locale.ROOT),
                der() + "\0",
                pemList(),
                pemList().replace("\n", "\r\n"),
                pemList() + "\0",
                pemList() + "text")) {
            assertThat(RevocationList.parse(bytes(form))).as(form).isEqualTo(list);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" %s", "%s\n", "0x%s", "%s0000", "%s\0x", "%s0"})
    void refusesARevocationListInOtherHexadecimal(String form) {
        assertThatThrownBy(() -> RevocationList.parse(bytes(form.formatted(der()))))
                .isInstanceOf(CertificateFormatException.class);
    }

    @Test
    void refusesARevocationListInOtherPem() {
        for (String form : List.of(
                "text\n" + pemList(),
                pemList() + pemList(),
                pemList().replace("\n-----END", "\n\n-----END"),
                pemList().replace("X509 CRL", "CRL"),
                pemList().replaceFirst("MII", "M*II"))) {
            assertThatThrownBy(() -> RevocationList.parse(bytes(form)))
                    .as(form)
                    .isInstanceOf(CertificateFormatException.class);
        }
    }
}
