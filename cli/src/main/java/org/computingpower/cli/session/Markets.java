package org.computingpower.cli.session;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.computingpower.marketfile.MarketFileReader;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.market.MarketFile;

/**
 * The market file of a profile. The first one is accepted when NodeRegistry on chain names its hash; from then on only
 * that very file counts, because whoever serves another file also chooses the chain that confirms it.
 */
final class Markets {
    private static final String FILE = "market.json";

    private final Session session;

    Markets(Session session) {
        this.session = session;
    }

    MarketFile load() {
        Path file = session.home().path(FILE);
        String accepted = session.profile().marketSha256();
        if (accepted == null || !Files.exists(file)) {
            return fetch(false);
        }
        return read(file, Optional.of(Bytes32.parse(accepted)), false);
    }

    MarketFile fetch(boolean acceptAnother) {
        String text = session.http()
                .get(session.platformUrl() + "/.well-known/market.json")
                .text();
        Bytes32 found = MarketFile.hashOf(text.getBytes(StandardCharsets.UTF_8));
        String accepted = session.profile().marketSha256();
        if (accepted != null && !accepted.equals(found.toString()) && !acceptAnother) {
            throw new CliException(
                    "The platform serves another market file (" + found + ") than this profile accepted (" + accepted
                            + ").",
                    "If you expected that (a local stack was reset), run: cpctl login --accept-new-market");
        }
        Path file = session.home().path(FILE + ".fetched");
        session.home().write(file, text);
        try {
            MarketFile market = read(file, Optional.of(found), true);
            session.home().write(session.home().path(FILE), text);
            session.save(session.profile().withMarket(found.toString()));
            return market;
        } finally {
            session.home().delete(file);
        }
    }

    private static MarketFile read(Path file, Optional<Bytes32> sha256, boolean verifyOnChain) {
        try {
            return MarketFileReader.read(file, sha256, verifyOnChain);
        } catch (IllegalStateException e) {
            throw new CliException(String.valueOf(e.getMessage()));
        }
    }
}
