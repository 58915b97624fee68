package org.computingpower.relayer.harness;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.Mode;

/** The committed bytecode, and ABI encoding by hand: a second implementation beside the library that the relayer uses. */
final class Abi {

    private static final int WORD = 32;

    private Abi() {}

    /** Creation bytecode of a contract. */
    static byte[] bytecode(String contract) {
        Path file = Path.of(System.getProperty("contracts.directory", "../contracts"), "abi", contract + ".json");
        try {
            String hex = new ObjectMapper()
                    .readTree(Files.readAllBytes(file))
                    .path("bytecode")
                    .asText();
            return HexFormat.of().parseHex(hex, 2, hex.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] call(String signature, Object... arguments) {
        byte[] selector = Arrays.copyOf(Digests.keccak256OfText(signature).toArray(), 4);
        return concat(selector, encode(arguments));
    }

    /** Static words in line, byte arrays and lists of byte arrays by offset, nested arrays of words flat in line. */
    static byte[] encode(Object... arguments) {
        int headLength = 0;
        for (Object argument : arguments) {
            headLength += argument instanceof Object[] words ? words.length * WORD : WORD;
        }
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        ByteArrayOutputStream tail = new ByteArrayOutputStream();
        for (Object argument : arguments) {
            switch (argument) {
                case Object[] words -> Arrays.stream(words).forEach(word -> head.writeBytes(word(word)));
                case byte[] bytes -> {
                    head.writeBytes(number(headLength + tail.size()));
                    tail.writeBytes(dynamic(bytes));
                }
                case String text -> {
                    head.writeBytes(number(headLength + tail.size()));
                    tail.writeBytes(dynamic(text.getBytes(StandardCharsets.UTF_8)));
                }
                case List<?> list -> {
                    head.writeBytes(number(headLength + tail.size()));
                    tail.writeBytes(number(list.size()));
                    tail.writeBytes(encode(list.toArray()));
                }
                case Tuple tuple -> {
                    head.writeBytes(number(headLength + tail.size()));
                    tail.writeBytes(encode(tuple.fields()));
                }
                default -> head.writeBytes(word(argument));
            }
        }
        return concat(head.toByteArray(), tail.toByteArray());
    }

    /** A tuple with a dynamic member. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Tuple(Object... fields) {}

    private static byte[] word(Object value) {
        return switch (value) {
            case Address address -> concat(new byte[12], address.toArray());
            case Bytes32 bytes -> bytes.toArray();
            case NodeId id -> id.value().toArray();
            case OrderId id -> id.value().toArray();
            case TokenAmount amount -> number(amount.baseUnits());
            case Long number -> number(number);
            case Integer number -> number(number);
            case Mode mode -> number(mode.code());
            case DataProtection protection -> number(protection.code());
            default -> throw new IllegalArgumentException("No word for " + value.getClass());
        };
    }

    private static byte[] number(long number) {
        return number(BigInteger.valueOf(number));
    }

    private static byte[] number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] word = new byte[WORD];
        int from = Math.max(0, bytes.length - WORD);
        System.arraycopy(bytes, from, word, WORD - (bytes.length - from), bytes.length - from);
        return word;
    }

    private static byte[] dynamic(byte[] bytes) {
        byte[] padded = Arrays.copyOf(bytes, (bytes.length + WORD - 1) / WORD * WORD);
        return concat(number(bytes.length), padded);
    }

    static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
