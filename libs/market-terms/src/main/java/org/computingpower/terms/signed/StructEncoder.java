package org.computingpower.terms.signed;

import java.math.BigInteger;
import java.util.List;
import org.bouncycastle.util.Arrays;
import org.bouncycastle.util.BigIntegers;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;

/**
 * {@code encodeData} of EIP-712. Each value must fit its field's Solidity type exactly; anything else is refused, so
 * that no digest can be made of a value that the chain would read differently.
 */
final class StructEncoder {

    private StructEncoder() {}

    /** {@code typeHash ‖ encodeData}, the preimage of hashStruct. */
    static byte[] encode(StructType type, List<Object> values) {
        List<StructType.Field> fields = type.fields();
        if (values.size() != fields.size()) {
            throw new IllegalArgumentException(
                    type.name() + " has " + fields.size() + " fields. Found " + values.size() + " values");
        }
        byte[] encoded = new byte[(1 + fields.size()) * Bytes32.LENGTH];
        System.arraycopy(type.typeHash().toArray(), 0, encoded, 0, Bytes32.LENGTH);
        for (int i = 0; i < fields.size(); i++) {
            StructType.Field field = fields.get(i);
            byte[] word = word(field.type(), values.get(i), type.name() + "." + field.name());
            System.arraycopy(word, 0, encoded, (1 + i) * Bytes32.LENGTH, Bytes32.LENGTH);
        }
        return encoded;
    }

    private static byte[] word(String type, Object value, String where) {
        return switch (value) {
            case Bytes32 bytes -> as("bytes32", type, where, bytes.toArray());
            case NodeId nodeId -> as("bytes32", type, where, nodeId.value().toArray());
            case OrderId orderId -> as("bytes32", type, where, orderId.value().toArray());
            case Address address -> as("address", type, where, Arrays.concatenate(new byte[12], address.toArray()));
            case Boolean flag -> as("bool", type, where, number(flag ? BigInteger.ONE : BigInteger.ZERO));
            case String text ->
                as("string", type, where, Digests.keccak256OfText(text).toArray());
            case TokenAmount amount -> unsigned(type, where, amount.baseUnits());
            case Long number -> unsigned(type, where, BigInteger.valueOf(number));
            case Integer number -> unsigned(type, where, BigInteger.valueOf(number));
            case Coded coded -> unsigned(type, where, BigInteger.valueOf(coded.code()));
            case TypedStruct struct ->
                as(struct.type().name(), type, where, struct.structHash().toArray());
            case List<?> list -> array(type, where, list);
            default -> throw new IllegalArgumentException(where + " has a value of " + value.getClass());
        };
    }

    private static byte[] array(String type, String where, List<?> list) {
        if (!type.endsWith("[]")) {
            throw new IllegalArgumentException(where + " is a " + type + ", not an array");
        }
        String element = type.substring(0, type.length() - 2);
        byte[][] words = list.stream().map(value -> word(element, value, where)).toArray(byte[][]::new);
        return Digests.keccak256(words).toArray();
    }

    private static byte[] unsigned(String type, String where, BigInteger value) {
        if (!type.startsWith("uint") || type.endsWith("[]")) {
            throw new IllegalArgumentException(where + " is a " + type + ", not an unsigned integer");
        }
        int bits = Integer.parseInt(type, "uint".length(), type.length(), 10);
        if (value.signum() < 0 || value.bitLength() > bits) {
            throw new IllegalArgumentException(where + " lies in [0, 2^" + bits + "). Found " + value);
        }
        return number(value);
    }

    private static byte[] as(String expected, String type, String where, byte[] word) {
        if (!expected.equals(type)) {
            throw new IllegalArgumentException(where + " is a " + type + ". Found a value for " + expected);
        }
        return word;
    }

    private static byte[] number(BigInteger value) {
        return BigIntegers.asUnsignedByteArray(Bytes32.LENGTH, value);
    }
}
