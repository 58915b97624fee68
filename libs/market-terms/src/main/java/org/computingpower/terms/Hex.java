package org.computingpower.terms;

import java.util.HexFormat;

/** Lower-case {@code 0x} hex of a fixed length, the only form of bytes in the market's JSON. */
final class Hex {

    private static final HexFormat FORMAT = HexFormat.of();

    private Hex() {}

    static String write(byte[] bytes) {
        return "0x" + FORMAT.formatHex(bytes);
    }

    /** Reads exactly {@code length} bytes; upper case, a missing prefix and any other length are refused. */
    static byte[] read(String what, String text, int length) {
        if (text.length() != 2 + 2 * length || !text.startsWith("0x")) {
            throw new IllegalArgumentException(what + " is 0x and " + 2 * length + " hex digits");
        }
        for (int i = 2; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (Character.digit(digit, 16) < 0 || Character.isUpperCase(digit) || digit > 'f') {
                throw new IllegalArgumentException(what + " holds a character that is no lower-case hex digit");
            }
        }
        return FORMAT.parseHex(text, 2, text.length());
    }
}
