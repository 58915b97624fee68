package org.computingpower.cli.session;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.market.MarketFile;

/** Amounts as people write them: {@code 12.5} tokens, or {@code 100base} base units. */
public final class Amounts {
    private static final String BASE_UNITS = "base";

    private Amounts() {}

    /** Reads an amount; more decimals than the token has are refused, nothing is rounded. */
    public static TokenAmount parse(String text, MarketFile market) {
        try {
            if (text.endsWith(BASE_UNITS)) {
                return new TokenAmount(new BigInteger(text.substring(0, text.length() - BASE_UNITS.length())));
            }
            if (!text.matches("[0-9]{1,60}(\\.[0-9]{1,60})?")) {
                throw new NumberFormatException(text);
            }
            return new TokenAmount(
                    new BigDecimal(text).movePointRight(market.tokenDecimals()).toBigIntegerExact());
        } catch (ArithmeticException | NumberFormatException e) {
            throw new CliException(
                    "Not an amount: " + text,
                    "Write tokens with at most " + market.tokenDecimals()
                            + " decimals, as 12.5, or base units, as 100base.");
        }
    }

    /** An amount for people, exact. */
    public static String show(TokenAmount amount, MarketFile market) {
        BigDecimal tokens = new BigDecimal(amount.baseUnits()).movePointLeft(market.tokenDecimals());
        String text = tokens.signum() == 0 ? "0" : tokens.stripTrailingZeros().toPlainString();
        return text + " " + market.tokenSymbol();
    }
}
