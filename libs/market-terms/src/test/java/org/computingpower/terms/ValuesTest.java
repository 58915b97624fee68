package org.computingpower.terms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    private static final String WORD = "0x00000000000000000000000000000000000000000000000000000000000000ff";
    private static final String HALF_ORDER = "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0";
    private static final String ABOVE_HALF_ORDER = "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a1";
    private static final String GROUP_ORDER = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
    private static final String ONE = "0000000000000000000000000000000000000000000000000000000000000001";
    private static final String NONE = "0000000000000000000000000000000000000000000000000000000000000000";

    @Test
    void readsAndWritesLowerCaseHex() {
        assertThat(Bytes32.parse(WORD))
                .hasToString(WORD)
                .isEqualTo(Bytes32.of(Bytes32.parse(WORD).toArray()));
        assertThat(Bytes32.parse(WORD)).isGreaterThan(Bytes32.ZERO).doesNotHaveSameHashCodeAs(Bytes32.ZERO);
        assertThat(NodeId.parse(WORD)).hasToString(WORD);
        assertThat(OrderId.parse(WORD)).hasToString(WORD).isGreaterThan(OrderId.NONE);
    }

    @Test
    void ordersBytesAsUnsignedNumbers() {
        Bytes32 high = Bytes32.parse("0x8" + "0".repeat(63));
        assertThat(high).isGreaterThan(Bytes32.parse(WORD));
        assertThat(Address.parse("0xf" + "0".repeat(39))).isGreaterThan(Address.parse("0x1" + "0".repeat(39)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x", "0x00", NONE, "0x" + NONE + "00", "0xA" + HALF_ORDER, "0X" + NONE})
    void refusesOtherText(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Bytes32.parse(text));
    }

    @Test
    void refusesUpperCaseAndOtherCharacters() {
        assertThatIllegalArgumentException().isThrownBy(() -> Bytes32.parse(WORD.replace('f', 'F')));
        assertThatIllegalArgumentException().isThrownBy(() -> Bytes32.parse(WORD.replace('f', 'g')));
    }

    @Test
    void keepsItsOwnCopyOfTheBytes() {
        byte[] bytes = new byte[32];
        Bytes32 word = Bytes32.of(bytes);
        bytes[0] = 1;
        word.toArray()[1] = 1;
        assertThat(word).isEqualTo(Bytes32.ZERO);
    }

    @Test
    void readsAddressesInLowerCaseOrWithAChecksum() {
        // From the text of EIP-55.
        String checksummed = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
        Address address = Address.parse(checksummed);
        assertThat(address.toChecksumString()).isEqualTo(checksummed);
        assertThat(address).hasToString(checksummed.toLowerCase(Locale.ROOT));
        assertThat(Address.parse(address.toString())).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD",
                "0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED",
                "0X5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
                "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae",
                "5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"
            })
    void refusesOtherAddresses(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Address.parse(text));
    }

    @Test
    void acceptsASignatureAtEachBound() {
        String text = "0x" + ONE + HALF_ORDER + "1c";
        Signature signature = Signature.parse(text);
        assertThat(signature).hasToString(text).isEqualTo(Signature.of(signature.toArray()));
        assertThat(signature.hasOddY()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ONE + ABOVE_HALF_ORDER + "1b",
                ONE + NONE + "1b",
                NONE + ONE + "1b",
                GROUP_ORDER + ONE + "1b",
                ONE + ONE + "00",
                ONE + ONE + "01",
                ONE + ONE + "1d",
                ONE + ONE,
                ONE + ONE + "1b00"
            })
    void refusesSignaturesOutsideTheOneForm(String hex) {
        assertThatIllegalArgumentException().isThrownBy(() -> Signature.parse("0x" + hex));
    }

    @Test
    void standsInJsonAsText() throws Exception {
        ObjectMapper json = new ObjectMapper();
        assertThat(json.writeValueAsString(TokenAmount.of(7))).isEqualTo("\"7\"");
        assertThat(json.readValue("\"7\"", TokenAmount.class)).isEqualTo(TokenAmount.of(7));
        assertThat(json.readValue(json.writeValueAsString(OrderId.parse(WORD)), OrderId.class))
                .isEqualTo(OrderId.parse(WORD));
        assertThat(json.readValue('"' + WORD + '"', NodeId.class)).isEqualTo(NodeId.parse(WORD));
    }
}
