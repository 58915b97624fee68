package org.computingpower.cli.chain;

import java.math.BigInteger;
import java.util.HexFormat;
import org.computingpower.cli.session.CliException;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.TokenAmount;

/** What a contract answered, cut into words of 32 bytes; all views that are read here answer static types. */
public final class Words {
    private static final int DIGITS = 64;

    private final String hex;

    public Words(String hex) {
        if (!hex.matches("0x([0-9a-f]{64})*")) {
            throw new CliException("The contract did not answer as expected.", "Is this the market's chain?");
        }
        this.hex = hex.substring(2);
    }

    public int size() {
        return hex.length() / DIGITS;
    }

    public Bytes32 bytes32(int index) {
        if (index >= size()) {
            throw new CliException(
                    "The contract did not answer as expected.",
                    "No contract is there, or another one. Is this the market's chain?");
        }
        return Bytes32.parse("0x" + hex.substring(index * DIGITS, (index + 1) * DIGITS));
    }

    public BigInteger number(int index) {
        return new BigInteger(1, bytes32(index).toArray());
    }

    public TokenAmount amount(int index) {
        return new TokenAmount(number(index));
    }

    public long seconds(int index) {
        return number(index).longValueExact();
    }

    public boolean flag(int index) {
        return number(index).signum() != 0;
    }

    public Address address(int index) {
        byte[] word = bytes32(index).toArray();
        return Address.of(HexFormat.of().parseHex(HexFormat.of().formatHex(word, 12, 32)));
    }
}
