package org.computingpower.gateway.domain.workload;

import java.math.BigDecimal;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kubernetes resource quantities, as far as limits need them: a decimal number and a suffix. */
final class Quantity {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,6})?)(m|[kMGT]|[KMGT]i)?");
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
    private static final Map<String, BigDecimal> FACTORS = Map.of(
            "k", BigDecimal.valueOf(1_000L),
            "M", BigDecimal.valueOf(1_000_000L),
            "G", BigDecimal.valueOf(1_000_000_000L),
            "T", BigDecimal.valueOf(1_000_000_000_000L),
            "Ki", BigDecimal.valueOf(1L << 10),
            "Mi", BigDecimal.valueOf(1L << 20),
            "Gi", BigDecimal.valueOf(1L << 30),
            "Ti", BigDecimal.valueOf(1L << 40));

    private Quantity() {}

    /** Thousandths; empty if the text is no quantity or not a whole number of thousandths. */
    static OptionalLong thousandths(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        String suffix = matcher.group(2) == null ? "" : matcher.group(2);
        BigDecimal number = new BigDecimal(matcher.group(1));
        BigDecimal thousandths =
                suffix.equals("m") ? number : number.multiply(THOUSAND).multiply(factor(suffix));
        try {
            return OptionalLong.of(thousandths.longValueExact());
        } catch (ArithmeticException notWhole) {
            return OptionalLong.empty();
        }
    }

    /** Whole units. */
    static OptionalLong units(String text) {
        OptionalLong thousandths = thousandths(text);
        return thousandths.isPresent() && thousandths.getAsLong() % 1000 == 0
                ? OptionalLong.of(thousandths.getAsLong() / 1000)
                : OptionalLong.empty();
    }

    private static BigDecimal factor(String suffix) {
        return FACTORS.getOrDefault(suffix, BigDecimal.ONE);
    }
}
