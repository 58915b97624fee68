package org.computingpower.relayer.domain;

import java.util.Arrays;
import java.util.HexFormat;
import org.computingpower.terms.Address;
import org.jspecify.annotations.Nullable;

/**
 * One call of a contract. It carries no value: the relayer pays gas and nothing else.
 *
 * @param contract the contract called
 * @param data 4-byte selector and ABI-encoded arguments; copied
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out
public record ContractCall(Address contract, byte[] data) {

    /** 128 KiB, the size above which nodes refuse to pool a transaction. */
    public static final int MAX_DATA_BYTES = 131_072;

    private static final int SELECTOR_BYTES = 4;

    /** @throws IllegalArgumentException if the data has no selector or is longer than 128 KiB */
    public ContractCall {
        if (data.length < SELECTOR_BYTES || data.length > MAX_DATA_BYTES) {
            throw new IllegalArgumentException("Call data has 4 to 131072 bytes. Found " + data.length);
        }
        data = data.clone();
    }

    @Override
    public byte[] data() {
        return data.clone();
    }

    /** {@code 0x} and 8 hex digits. */
    public String selector() {
        return "0x" + HexFormat.of().formatHex(data, 0, SELECTOR_BYTES);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ContractCall that && contract.equals(that.contract) && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return 31 * contract.hashCode() + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return "ContractCall[" + contract + ", " + selector() + ", " + data.length + " bytes]";
    }
}
