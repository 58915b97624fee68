package org.computingpower.relayer.adapter.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.SettlementItem;
import org.junit.jupiter.api.Test;

class PackedItemsTest {

    private static final String FIRST_ID = "11".repeat(32);
    private static final String SECOND_ID = "22".repeat(32);
    private static final SettlementItem RELEASED = item(FIRST_ID, 258, 0, false);
    private static final SettlementItem CLOSING = item(SECOND_ID, 5, 7, true);
    private static final byte[] PACKED = HexFormat.of()
            .parseHex(FIRST_ID + "00" + "0000000000000000000102" + SECOND_ID + "03" + "0000000000000000000005"
                    + "0000000000000000000007");

    private static SettlementItem item(String orderId, long released, long refunded, boolean isFinal) {
        return new SettlementItem(
                new OrderId(Bytes32.of(HexFormat.of().parseHex(orderId))),
                TokenAmount.of(released),
                TokenAmount.of(refunded),
                isFinal);
    }

    @Test
    void packsARefundOnlyWhereThereIsOne() {
        assertThat(PackedItems.pack(List.of(RELEASED, CLOSING))).isEqualTo(PACKED);
    }

    @Test
    void unpacksWhatTheEventCarries() {
        assertThat(PackedItems.unpack(PACKED))
                .containsExactly(new PackedItems.Settled(RELEASED, 0), new PackedItems.Settled(CLOSING, 0));
    }

    @Test
    void unpacksTheReasonOfASkippedItem() {
        byte[] skipped = PACKED.clone();
        skipped[32] |= 0x50;
        skipped[44 + 32] |= 0x60;
        assertThat(PackedItems.unpack(skipped))
                .containsExactly(new PackedItems.Settled(RELEASED, 5), new PackedItems.Settled(CLOSING, 6));
    }

    @Test
    void refusesItemsThatAreCutShort() {
        for (int length = 1; length < PACKED.length; length++) {
            byte[] cut = Arrays.copyOf(PACKED, length);
            if (length != 44) {
                assertThatThrownBy(() -> PackedItems.unpack(cut))
                        .as("%d bytes", length)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("cut short");
            }
        }
    }

    @Test
    void refusesAnAmountAboveElevenBytes() {
        TokenAmount largest = new TokenAmount(BigInteger.TWO.pow(88).subtract(BigInteger.ONE));
        SettlementItem fits = new SettlementItem(RELEASED.orderId(), largest, TokenAmount.ZERO, false);
        assertThat(PackedItems.unpack(PackedItems.pack(List.of(fits))))
                .containsExactly(new PackedItems.Settled(fits, 0));
        SettlementItem above =
                new SettlementItem(RELEASED.orderId(), largest.plus(TokenAmount.of(1)), TokenAmount.ZERO, false);
        assertThatThrownBy(() -> PackedItems.pack(List.of(above)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2^88 - 1");
    }
}
