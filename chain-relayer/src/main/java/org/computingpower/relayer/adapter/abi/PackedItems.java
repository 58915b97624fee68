package org.computingpower.relayer.adapter.abi;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.SettlementItem;

/** Items of a batch in OrderEscrow's packed form: orderId 32, releasedCum 11, refundedCum 11, flags 1 = 55 bytes. */
final class PackedItems {

    static final int ITEM_BYTES = 55;

    private static final int AMOUNT_BYTES = 11;
    private static final int FINAL_FLAG = 1;
    private static final int REASON_SHIFT = 4;

    private PackedItems() {}

    /**
     * One item of a settled batch.
     *
     * @param item the amounts
     * @param reason code of SkipReason; 0 if the item is in force
     */
    record Settled(SettlementItem item, int reason) {}

    /** @throws IllegalArgumentException if an amount does not fit in 88 bits, which no deposit exceeds */
    static byte[] pack(List<SettlementItem> items) {
        ByteBuffer packed = ByteBuffer.allocate(items.size() * ITEM_BYTES);
        for (SettlementItem item : items) {
            packed.put(item.orderId().value().toArray())
                    .put(amount(item.releasedCum()))
                    .put(amount(item.refundedCum()))
                    .put((byte) (item.isFinal() ? FINAL_FLAG : 0));
        }
        return packed.array();
    }

    /** @throws IllegalArgumentException if the length is no multiple of 55 */
    static List<Settled> unpack(byte[] packed) {
        if (packed.length % ITEM_BYTES != 0) {
            throw new IllegalArgumentException("Packed items have 55 bytes each. Found " + packed.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(packed);
        List<Settled> items = new ArrayList<>();
        while (buffer.hasRemaining()) {
            byte[] orderId = new byte[Bytes32.LENGTH];
            buffer.get(orderId);
            TokenAmount released = amount(buffer);
            TokenAmount refunded = amount(buffer);
            int flags = buffer.get() & 0xff;
            items.add(new Settled(
                    new SettlementItem(new OrderId(Bytes32.of(orderId)), released, refunded, (flags & FINAL_FLAG) != 0),
                    flags >> REASON_SHIFT));
        }
        return items;
    }

    private static byte[] amount(TokenAmount amount) {
        byte[] number = amount.baseUnits().toByteArray();
        int from = number[0] == 0 && number.length > 1 ? 1 : 0;
        if (number.length - from > AMOUNT_BYTES) {
            throw new IllegalArgumentException("An amount is above 2^88 - 1 base units: " + amount);
        }
        byte[] padded = new byte[AMOUNT_BYTES];
        System.arraycopy(number, from, padded, AMOUNT_BYTES - (number.length - from), number.length - from);
        return padded;
    }

    private static TokenAmount amount(ByteBuffer buffer) {
        byte[] number = new byte[AMOUNT_BYTES];
        buffer.get(number);
        return new TokenAmount(new BigInteger(1, number));
    }
}
