package org.computingpower.relayer.adapter.abi;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.SettlementItem;

/**
 * Items of a batch in OrderEscrow's packed form: orderId 32, flags 1, releasedCum 11 and, only if the flags say so,
 * refundedCum 11 = 44 or 55 bytes.
 */
final class PackedItems {

    static final int LONGEST_ITEM_BYTES = 55;

    private static final int AMOUNT_BYTES = 11;
    private static final int FINAL_FLAG = 1;
    private static final int REFUND_FLAG = 2;
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
        ByteBuffer packed = ByteBuffer.allocate(items.size() * LONGEST_ITEM_BYTES);
        for (SettlementItem item : items) {
            boolean isRefunding = item.refundedCum().baseUnits().signum() != 0;
            packed.put(item.orderId().value().toArray())
                    .put((byte) ((item.isFinal() ? FINAL_FLAG : 0) | (isRefunding ? REFUND_FLAG : 0)))
                    .put(amount(item.releasedCum()));
            if (isRefunding) {
                packed.put(amount(item.refundedCum()));
            }
        }
        byte[] bytes = new byte[packed.flip().remaining()];
        packed.get(bytes);
        return bytes;
    }

    /** @throws IllegalArgumentException if the last item is cut short */
    static List<Settled> unpack(byte[] packed) {
        ByteBuffer buffer = ByteBuffer.wrap(packed);
        List<Settled> items = new ArrayList<>();
        try {
            while (buffer.hasRemaining()) {
                items.add(item(buffer));
            }
        } catch (BufferUnderflowException cutShort) {
            throw new IllegalArgumentException(
                    "Packed items have 44 or 55 bytes each. The last of %d bytes is cut short".formatted(packed.length),
                    cutShort);
        }
        return items;
    }

    private static Settled item(ByteBuffer buffer) {
        byte[] orderId = new byte[Bytes32.LENGTH];
        buffer.get(orderId);
        int flags = buffer.get() & 0xff;
        TokenAmount released = amount(buffer);
        TokenAmount refunded = (flags & REFUND_FLAG) != 0 ? amount(buffer) : TokenAmount.ZERO;
        return new Settled(
                new SettlementItem(new OrderId(Bytes32.of(orderId)), released, refunded, (flags & FINAL_FLAG) != 0),
                flags >> REASON_SHIFT);
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
