package org.computingpower.benchmarks.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.net.URI;
import java.util.List;
import org.computingpower.events.EventJson;
import org.computingpower.power.ProofMode;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.RoundPart;
import org.computingpower.power.RoundProfile;
import org.computingpower.power.Sha256Share;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.MarketFile;

/**
 * A market of one validator whose rounds have the standard profile's shares and threshold, deadlines that let a round
 * of ten thousand nodes end within a minute, and the lowest rating that parameters allow, so that a proof takes some
 * four thousand hashes.
 */
final class IntakeMarket {
    /** 3 s until the latest T0, 46 s from T0 to the close, and time for the verdicts. */
    static final int EPOCH_SECONDS = 60;

    /** Two hashes for each share that is expected, the least that is allowed, over the window of half a second. */
    static final long RATE = 2L * RoundProfile.STANDARD.mu() * 2;

    private static final int WINDOW_MILLIS = 500;
    private static final int COMMIT_MILLIS = 32_000;
    private static final int REVEAL_MILLIS = 44_000;
    private static final int CLOSE_MILLIS = 46_000;

    private IntakeMarket() {}

    static MarketFile file(SigningKey validator, long genesis) {
        RoundProfile standard = RoundProfile.STANDARD;
        return new MarketFile(
                "bench",
                "local",
                31_337,
                List.of(URI.create("http://127.0.0.1:1")),
                new MarketFile.Contracts(address(1), address(2), address(3), address(4), address(5)),
                "CPT",
                18,
                1,
                genesis,
                EPOCH_SECONDS,
                new MarketFile.Proof(
                        standard.mu(),
                        2 * standard.mu(),
                        standard.threshold(),
                        WINDOW_MILLIS,
                        COMMIT_MILLIS,
                        REVEAL_MILLIS,
                        CLOSE_MILLIS,
                        standard.maxShares(),
                        2_000,
                        3_000),
                500,
                2_000,
                new MarketFile.Orders(2, 120, 120, 120, 4, 3, TokenAmount.of(1_000), 3_000),
                new MarketFile.Settlement(2, 5, 15),
                new MarketFile.Attestation(86_400, 3_600),
                List.of(new MarketFile.Validator(validator.address(), URI.create("http://127.0.0.1:1"))),
                1,
                1,
                Bytes32.ZERO,
                "SIMULATED");
    }

    /** What every node has to prove. */
    static ProofParameters parameters() {
        RoundProfile standard = RoundProfile.STANDARD;
        return new RoundProfile(
                        standard.mu(),
                        standard.threshold(),
                        WINDOW_MILLIS,
                        COMMIT_MILLIS,
                        REVEAL_MILLIS,
                        CLOSE_MILLIS,
                        standard.maxShares())
                .parameters(Sha256Share.ID, RATE, ProofMode.STANDBY, RoundPart.PRIMARY);
    }

    static byte[] json(MarketFile market) {
        try {
            return EventJson.newMapper().writeValueAsBytes(market);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Address address(int number) {
        byte[] bytes = new byte[Address.LENGTH];
        bytes[Address.LENGTH - 1] = (byte) number;
        return Address.of(bytes);
    }
}
