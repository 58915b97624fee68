package org.computingpower.sgx.dcap.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.computingpower.sgx.dcap.Vectors;
import org.computingpower.sgx.dcap.parse.QuoteFormatException.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuoteParsingTest {
    private static final byte[] SGX = Vectors.SGX_V3.quoteBytes();
    private static final byte[] TDX_V5 = Vectors.TDX_V5.quoteBytes();

    private static void assertRefused(byte[] quote, Code code, int offset) {
        assertThatThrownBy(() -> Quote.parse(quote)).isInstanceOfSatisfying(QuoteFormatException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.offset()).isEqualTo(offset);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "0, 6, UNSUPPORTED_VERSION, 0",
        "0, 2, UNSUPPORTED_VERSION, 0",
        "2, 3, UNSUPPORTED_ATTESTATION_KEY_TYPE, 2",
        "4, 0x81, UNSUPPORTED_TEE_TYPE, 4",
        "12, 0, UNKNOWN_QE_VENDOR, 12",
        "435, 0xff, AUTHENTICATION_DATA_LENGTH, 436",
        "434, 0xff, AUTHENTICATION_DATA_LENGTH, 436",
        "1012, 0xff, CERTIFICATION_DATA_LENGTH, 1052"
    })
    void namesTheBrokenFieldOfAnSgxQuote(int index, String value, Code code, int offset) {
        byte[] quote = SGX.clone();
        if (index == 1012) { // the size of the certification data lies after 32 bytes of authentication data
            quote[1051] = Integer.decode(value).byteValue();
        } else {
            quote[index] = Integer.decode(value).byteValue();
        }

        assertRefused(quote, code, offset);
    }

    @ParameterizedTest
    @CsvSource({"48, 1, UNSUPPORTED_BODY_TYPE, 48", "48, 9, UNSUPPORTED_BODY_TYPE, 48", "50, 0, BODY_SIZE_MISMATCH, 50"
    })
    void namesTheBrokenFieldOfATypedBody(int index, int value, Code code, int offset) {
        byte[] quote = TDX_V5.clone();
        quote[index] = (byte) value;

        assertRefused(quote, code, offset);
    }

    @Test
    void refusesEveryTruncationAndEveryExtension() {
        for (int length = 0; length < SGX.length; length += 11) {
            byte[] truncated = Arrays.copyOf(SGX, length);
            assertThatThrownBy(() -> Quote.parse(truncated)).isInstanceOf(QuoteFormatException.class);
        }
        assertRefused(Arrays.copyOf(SGX, SGX.length + 1), Code.TRAILING_BYTES, SGX.length);
        assertRefused(new byte[Quote.MAX_LENGTH + 1], Code.TOO_LARGE, Quote.MAX_LENGTH);
    }

    @Test
    void keepsTheCallersBytesApart() throws QuoteFormatException {
        byte[] mutable = SGX.clone();
        Quote quote = Quote.parse(mutable);
        mutable[100] ^= 1;

        assertThat(quote.raw().toByteArray()).isEqualTo(SGX);
        assertThat(quote.signedLength()).isEqualTo(432);
        assertThat(quote.signedBytes().length()).isEqualTo(432);
    }
}
