package org.computingpower.cli.command;

import org.computingpower.cli.session.CliException;
import org.computingpower.terms.Address;
import org.computingpower.terms.market.MarketFile;
import org.jspecify.annotations.Nullable;

/** Which validator of the market file a command asks. */
final class AskedValidator {
    private AskedValidator() {}

    /** The one with this address; the first one if none is named. */
    static MarketFile.Validator of(MarketFile market, @Nullable String address) {
        if (address == null) {
            return market.validators().getFirst();
        }
        Address wanted = Address.parse(address);
        return market.validators().stream()
                .filter(member -> member.address().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new CliException(
                        "The market file names no validator " + wanted + ".",
                        "It names "
                                + market.validators().stream()
                                        .map(MarketFile.Validator::address)
                                        .toList()));
    }
}
