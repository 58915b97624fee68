package org.computingpower.relayer.adapter.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Locale;
import org.computingpower.relayer.application.ChainUnavailableException;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;

/** Hex forms of the Ethereum JSON-RPC specification: quantities without leading zeros, data with two digits a byte. */
final class Quantities {

    private Quantities() {}

    static String quantity(long number) {
        return "0x" + Long.toHexString(number);
    }

    static String data(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    static long number(JsonNode node, String field) {
        return big(node, field).longValueExact();
    }

    static BigInteger big(JsonNode node, String field) {
        return big(field.isEmpty() ? node : node.path(field));
    }

    static BigInteger big(JsonNode node) {
        String text = node.asText();
        if (!text.matches("0x[0-9a-fA-F]{1,64}")) {
            throw new ChainUnavailableException("Not a quantity: " + text);
        }
        return new BigInteger(text.substring(2), 16);
    }

    static byte[] bytes(JsonNode node) {
        String text = node.asText();
        try {
            return HexFormat.of().parseHex(text.startsWith("0x") ? text.substring(2) : "no 0x");
        } catch (IllegalArgumentException e) {
            throw new ChainUnavailableException("Not hex data", e);
        }
    }

    static Bytes32 hash(JsonNode node) {
        try {
            return Bytes32.parse(node.asText().toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ChainUnavailableException("Not a hash: " + node.asText(), e);
        }
    }

    static Address address(JsonNode node) {
        try {
            return Address.parse(node.asText().toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ChainUnavailableException("Not an address: " + node.asText(), e);
        }
    }
}
