package org.computingpower.gateway.application.solver;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.CommitReceipt;
import org.jboss.logging.Logger;

/**
 * Brings a stored proof to one validator: the commitment until it is receipted or too late, then the opening likewise. It
 * sends nothing but the stored bytes, so calling it twice is harmless.
 */
@Singleton
public class SendProof {
    private static final Logger LOG = Logger.getLogger(SendProof.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final MarketFile market;
    private final ProofStore store;
    private final InstantSource clock;

    /** Wires the use case. */
    public SendProof(MarketFile market, ProofStore store, InstantSource clock) {
        this.market = market;
        this.store = store;
        this.clock = clock;
    }

    private interface Call {
        Validator.Answer send() throws IOException, InterruptedException;
    }

    /** Blocks until the validator has both, refuses, or it is too late. Answers whether it has both. */
    public boolean send(Proof proof, Validator validator) throws InterruptedException {
        Optional<Validator.Answer> committed =
                repeat("commit", proof, validator, proof.commitUntil(), () -> validator.commit(proof));
        if (committed.isEmpty()) {
            // Other validators forward commitments, so the opening may still be welcome.
            LOG.warnf(
                    "Commit not receipted: epoch=%d validator=%s",
                    proof.commit().epoch(), validator.address());
        } else if (committed.get() instanceof Validator.Answer.Receipted receipted) {
            keep(proof, validator, receipted);
        }
        return repeat("reveal", proof, validator, proof.revealUntil(), () -> validator.reveal(proof))
                .isPresent();
    }

    private void keep(Proof proof, Validator validator, Validator.Answer.Receipted receipted) {
        CommitReceipt receipt = receipted.receipt();
        if (receipt.commitHash().equals(proof.commit().structHash())
                && receipt.isSignedBy(validator.address(), receipted.signature(), market.domains())) {
            store.addReceipt(proof, validator.address(), receipt, receipted.signature());
        } else {
            LOG.warnf("Receipt is not the validator's: validator=%s", validator.address());
        }
    }

    private Optional<Validator.Answer> repeat(String what, Proof proof, Validator validator, Instant until, Call call)
            throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (clock.instant().isBefore(until)) {
            String reason;
            try {
                Validator.Answer answer = call.send();
                switch (answer) {
                    case Validator.Answer.Receipted _, Validator.Answer.Taken _ -> {
                        return Optional.of(answer);
                    }
                    case Validator.Answer.Refused refused -> {
                        LOG.warnf(
                                "Refused: message=%s epoch=%d validator=%s reason=%s",
                                what, proof.commit().epoch(), validator.address(), refused.reason());
                        return Optional.empty();
                    }
                    case Validator.Answer.NotNow later -> reason = later.reason();
                }
            } catch (IOException e) {
                reason = String.valueOf(e.getMessage());
            }
            LOG.debugf("Sending again: message=%s validator=%s reason=%s", what, validator.address(), reason);
            LockSupport.parkNanos(pause.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
        return Optional.empty();
    }
}
