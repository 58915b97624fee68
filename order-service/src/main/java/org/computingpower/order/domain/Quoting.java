package org.computingpower.order.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Offer;
import org.computingpower.terms.signed.Order;

/** Turns an offer into the terms that a user may sign. */
public record Quoting(MarketRules market) {
    /** OrderEscrow.MAX_TERM: a term ends at most so long after its deposit. */
    static final Duration LONGEST = Duration.ofDays(7);

    /** Basis points of a node that an order has alone. */
    public static final int WHOLE = 10_000;

    /** Whether a term of so many seconds can be ordered at all; the offer has bounds of its own. */
    public Optional<Refusal> refusal(long durationSeconds) {
        long epoch = market.epochs().length().toSeconds();
        long shortest = market.minimumEpochs() * epoch;
        if (durationSeconds < shortest) {
            return Optional.of(new Refusal.TermRefused(
                    "The shortest term is " + shortest + " seconds (" + market.minimumEpochs() + " epochs)."));
        }
        long longest = LONGEST.minus(market.quoteTime())
                .minus(market.fundingTime())
                .minus(market.acceptanceTime())
                .toSeconds();
        if (durationSeconds > longest) {
            return Optional.of(new Refusal.TermRefused("The longest term is " + longest + " seconds."));
        }
        long beyond = durationSeconds % epoch;
        if (beyond != 0) {
            return Optional.of(new Refusal.TermRefused("durationSeconds must be a whole number of epochs of " + epoch
                    + " seconds: ask for " + (durationSeconds - beyond) + " or " + (durationSeconds - beyond + epoch)
                    + "."));
        }
        return Optional.empty();
    }

    /** End of a quote made now. */
    public Instant expiresAt(Instant now) {
        return now.plus(market.quoteTime());
    }

    /** Latest acceptance of an order quoted now, in whole Unix seconds. */
    public long acceptBefore(Instant now) {
        return openBefore(now) + market.acceptanceTime().toSeconds();
    }

    private long openBefore(Instant now) {
        return now.plus(market.quoteTime()).plus(market.fundingTime()).getEpochSecond();
    }

    /** The terms: the offer's price for the term without the pauses of its rounds, the node as the user wants it. */
    public Order terms(
            Offer offer,
            Bytes32 offerHash,
            Address user,
            long durationSeconds,
            Mode mode,
            int phiBps,
            Bytes32 policyHash,
            Bytes32 salt,
            Instant now) {
        TokenAmount price = market.termPrice().of(offer.pricePerSecond(), mode, durationSeconds);
        return new Order(
                salt,
                user,
                offer.provider(),
                offer.payee(),
                offer.stakeAccount(),
                offer.nodeId(),
                offerHash,
                market.token(),
                price,
                durationSeconds,
                market.feeBps(),
                market.validatorShareBps(),
                mode,
                phiBps,
                policyHash,
                offer.dataProtection(),
                openBefore(now),
                acceptBefore(now));
    }
}
