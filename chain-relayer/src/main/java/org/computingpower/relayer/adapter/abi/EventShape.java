package org.computingpower.relayer.adapter.abi;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.computingpower.relayer.domain.ChainLog;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.web3j.abi.EventEncoder;
import org.web3j.abi.FunctionReturnDecoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Type;

/** One event of a contract in the form of its Solidity declaration, and how its logs are read. */
@SuppressWarnings("rawtypes") // web3j declares its lists of values with the raw type Type
final class EventShape {

    private final String name;
    private final String signature;
    private final List<Field> fields;

    private record Field(String type, String name, boolean indexed) {}

    private EventShape(String name, List<Field> fields) {
        this.name = name;
        this.fields = List.copyOf(fields);
        this.signature =
                name + "(" + String.join(",", fields.stream().map(Field::type).toList()) + ")";
    }

    /**
     * Reads a declaration without the word event, for example {@code Seen(uint64 eventSeq, bytes32 indexed id)}. Enums
     * are {@code uint8}.
     */
    static EventShape of(String declaration) {
        int open = declaration.indexOf('(');
        List<Field> fields = new ArrayList<>();
        for (String field :
                declaration.substring(open + 1, declaration.length() - 1).split(",")) {
            String[] words = field.strip().split(" ");
            fields.add(new Field(words[0], words[words.length - 1], words.length == 3));
        }
        return new EventShape(declaration.substring(0, open), fields);
    }

    String name() {
        return name;
    }

    String signature() {
        return signature;
    }

    Bytes32 topic() {
        return Bytes32.parse(EventEncoder.buildEventSignature(signature));
    }

    /** @throws IllegalArgumentException if the log does not have these fields */
    Values read(ChainLog log) {
        Map<String, Object> values = new LinkedHashMap<>();
        int topic = 1;
        List<TypeReference<Type>> unindexed = new ArrayList<>();
        for (Field field : fields) {
            if (field.indexed()) {
                if (topic >= log.topics().size()) {
                    throw new IllegalArgumentException("A topic of " + signature + " is missing");
                }
                values.put(
                        field.name(),
                        FunctionReturnDecoder.decodeIndexedValue(
                                        log.topics().get(topic++).toString(), reference(field))
                                .getValue());
            } else {
                unindexed.add(reference(field));
            }
        }
        List<Type> decoded = FunctionReturnDecoder.decode("0x" + HexFormat.of().formatHex(log.data()), unindexed);
        if (decoded.size() != unindexed.size()) {
            throw new IllegalArgumentException("The data of " + signature + " is too short");
        }
        int next = 0;
        for (Field field : fields) {
            if (!field.indexed()) {
                values.put(field.name(), decoded.get(next++).getValue());
            }
        }
        return new Values(values);
    }

    @SuppressWarnings("unchecked") // web3j makes a raw reference; the type name decides what it decodes to
    private static TypeReference<Type> reference(Field field) {
        try {
            return TypeReference.makeTypeReference(field.type(), field.indexed(), false);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("No ABI type " + field.type(), e);
        }
    }

    /** The fields of one log by their names. */
    record Values(Map<String, Object> byName) {

        private Object value(String field) {
            Object value = byName.get(field);
            if (value == null) {
                throw new IllegalArgumentException("No field " + field);
            }
            return value;
        }

        BigInteger number(String field) {
            return (BigInteger) value(field);
        }

        /** The bits of a uint64; numbers from 2^63 on come out negative. */
        long longBits(String field) {
            return number(field).longValue();
        }

        Bytes32 bytes32(String field) {
            return Bytes32.of((byte[]) value(field));
        }

        byte[] bytes(String field) {
            return (byte[]) value(field);
        }

        Address address(String field) {
            return Address.parse((String) value(field));
        }
    }
}
