package org.computingpower.relayer.application;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.computingpower.relayer.application.ChainNode.Estimate;
import org.computingpower.relayer.application.OutboundBooks.Effect;
import org.computingpower.relayer.application.OutboundBooks.InFlight;
import org.computingpower.relayer.application.OutboundBooks.Lease;
import org.computingpower.relayer.application.OutboundBooks.Outcome;
import org.computingpower.relayer.application.OutboundBooks.Waiting;
import org.computingpower.relayer.application.SendSteps.Step;
import org.computingpower.relayer.domain.Attempt;
import org.computingpower.relayer.domain.ContractCall;
import org.computingpower.relayer.domain.ContractFailure;
import org.computingpower.relayer.domain.FeeDecision;
import org.computingpower.relayer.domain.Fees;
import org.computingpower.relayer.domain.Intent;
import org.computingpower.relayer.domain.NonceVerdict;
import org.computingpower.relayer.domain.SignerPolicy;
import org.computingpower.relayer.domain.TxReceipt;
import org.computingpower.terms.Bytes32;
import org.jspecify.annotations.Nullable;

/**
 * Sends the intents of one key, one poll at a time. Everything it decides follows from the database and the chain, so it
 * can be stopped between any two steps and started again, here or in another instance.
 */
public final class SendIntents {

    /** A quarter more than the dry run used: the state may have moved by the time the block is made. */
    private static final BigInteger GAS_MARGIN_NUMERATOR = BigInteger.valueOf(5);

    private static final BigInteger GAS_MARGIN_DENOMINATOR = BigInteger.valueOf(4);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /** 2^8 s = 256 s is the longest pause. */
    private static final int MAX_PAUSE_DOUBLINGS = 8;

    /** A refusal for good is believed after it was repeated: a fork of the head may have caused the first one. */
    private static final int INVALID_AFTER_REFUSALS = 3;

    private final OutboundBooks books;
    private final Endpoints endpoints;
    private final TxSigner signer;
    private final ContractErrors errors;
    private final SendSettings settings;
    private final InstantSource clock;
    private final Alerts alerts;
    private final SendSteps steps;
    private final KeyResync resync;
    private @Nullable Instant anomalySince;

    /** Over the given books, chain and key. Not for use by several threads. */
    public SendIntents(
            OutboundBooks books,
            Endpoints endpoints,
            TxSigner signer,
            ContractErrors errors,
            SendSettings settings,
            InstantSource clock,
            Alerts alerts,
            SendSteps steps) {
        this.books = books;
        this.endpoints = endpoints;
        this.signer = signer;
        this.errors = errors;
        this.settings = settings;
        this.clock = clock;
        this.alerts = alerts;
        this.steps = steps;
        this.resync = new KeyResync(books, alerts);
    }

    /**
     * Does what can be done now and returns.
     *
     * @throws ChainUnavailableException if no endpoint is usable; nothing is lost
     */
    public void poll() {
        Optional<Lease> held = books.lease(signer.address(), settings.instance(), settings.leaseTerm());
        if (held.isEmpty()) {
            return;
        }
        Lease lease = held.get();
        if (holds(lease)) {
            return;
        }
        Endpoints.View view = endpoints.look();
        if (lease.stopped().isPresent()) {
            resync.run(lease, view);
            return;
        }
        if (lease.nextNonce().isEmpty()) {
            start(lease, view);
            return;
        }
        List<InFlight> open = new ArrayList<>();
        for (InFlight tx : books.inFlight(lease.key())) {
            if (!finished(lease, view, tx)) {
                open.add(tx);
            }
        }
        if (noncesAreOurs(lease, view, open)) {
            publish(lease, view, open);
            assign(lease, view, open.size());
        }
    }

    /**
     * Whether nothing may be signed, broadcast or called final now: the chain broke a finality promise, so no receipt and
     * no count of nonces means anything, or the key is stopped and no operator accounted for its nonces.
     */
    private boolean holds(Lease lease) {
        Optional<String> halted = books.halted();
        halted.ifPresent(reason -> alerts.raise(Alerts.Code.FINALITY_VIOLATED, "sender holds: " + reason));
        if (lease.stopped().isPresent() && !lease.resyncRequested()) {
            alerts.raise(
                    Alerts.Code.KEY_STOPPED,
                    signer.address() + " " + lease.stopped().get());
        }
        return halted.isPresent() || (lease.stopped().isPresent() && !lease.resyncRequested());
    }

    private void start(Lease lease, Endpoints.View view) {
        long mined =
                view.primary().transactionCount(lease.key(), view.head().block().number());
        long pending = view.primary().pendingTransactionCount(lease.key());
        if (pending != mined) {
            alerts.raise(
                    Alerts.Code.NONCE_SUSPICIOUS, lease.key() + " has transactions of another program in the pool");
            return;
        }
        books.startKey(lease, mined);
    }

    // ---- receipts

    private boolean finished(Lease lease, Endpoints.View view, InFlight tx) {
        Optional<TxReceipt> receipt = receipt(view, tx);
        if (receipt.isEmpty() || !isFinal(view, receipt.get())) {
            return false;
        }
        steps.reached(Step.RECEIPT_FINAL);
        Outcome outcome = Outcome.EXECUTED;
        if (!receipt.get().executed()) {
            boolean there = books.effect(tx.intent().id()).isPresent();
            outcome = there ? Outcome.ON_CHAIN_BY_OTHER : Outcome.REVERTED;
            if (!there) {
                alerts.raise(
                        Alerts.Code.INTENT_FAILED,
                        tx.intent().id() + " reverted in " + receipt.get().txHash());
            }
        }
        books.finish(lease, tx, receipt.get(), outcome);
        steps.reached(Step.FINISHED);
        return true;
    }

    /**
     * The receipt of whichever attempt was mined. An endpoint may go on showing that of a block which a reorganization
     * removed; believed, it would keep the transaction from being published again.
     */
    private static Optional<TxReceipt> receipt(Endpoints.View view, InFlight tx) {
        return tx.attempts().reversed().stream()
                .map(Attempt::hash)
                .flatMap(hash -> view.firstOf(node -> node.receipt(hash)).stream())
                .filter(receipt -> !removed(view, receipt))
                .findFirst();
    }

    private static boolean removed(Endpoints.View view, TxReceipt receipt) {
        return view.primary()
                .block(receipt.blockNumber())
                .filter(header -> !header.block().hash().equals(receipt.blockHash()))
                .isPresent();
    }

    private static boolean isFinal(Endpoints.View view, TxReceipt receipt) {
        return view.finalized()
                        .filter(header ->
                                receipt.blockNumber() <= header.block().number())
                        .isPresent()
                && view.quorumHas(receipt.blockNumber(), receipt.blockHash())
                && view.quorumFor(node ->
                        node.receipt(receipt.txHash()).filter(receipt::equals).isPresent());
    }

    // ---- nonces

    private boolean noncesAreOurs(Lease lease, Endpoints.View view, List<InFlight> open) {
        long next = lease.nextNonce().orElseThrow();
        long head = view.head().block().number();
        long finalized = view.finalized()
                .map(header -> header.block().number())
                .filter(number -> number <= head)
                .orElse(0L);
        long latestCount = view.primary().transactionCount(lease.key(), head);
        long finalizedCount = view.primary().transactionCount(lease.key(), finalized);
        List<Long> withoutReceipt = open.stream()
                .filter(tx -> tx.nonce() < finalizedCount && receipt(view, tx).isEmpty())
                .map(InFlight::nonce)
                .toList();
        return switch (NonceVerdict.judge(next, latestCount, finalizedCount, withoutReceipt)) {
            case NonceVerdict.Consistent consistent -> {
                anomalySince = null;
                yield true;
            }
            case NonceVerdict.Suspicious suspicious -> {
                alerts.raise(
                        Alerts.Code.NONCE_SUSPICIOUS,
                        lease.key() + " nonce " + suspicious.nonce() + " is used on chain but not given away here");
                yield false;
            }
            case NonceVerdict.UsedByUnknown unknown -> {
                stopAfterGrace(lease, unknown.nonce());
                yield false;
            }
        };
    }

    private void stopAfterGrace(Lease lease, long nonce) {
        Instant now = clock.instant();
        if (anomalySince == null) {
            anomalySince = now;
        }
        String reason = "nonce " + nonce + " is used by an unknown transaction in a finalized block";
        if (now.isBefore(anomalySince.plus(settings.anomalyGrace()))) {
            alerts.raise(Alerts.Code.NONCE_SUSPICIOUS, lease.key() + " " + reason);
            return;
        }
        books.stopKey(lease, reason);
        alerts.raise(Alerts.Code.KEY_STOPPED, lease.key() + " " + reason);
    }

    // ---- broadcasting and replacing

    private void publish(Lease lease, Endpoints.View view, List<InFlight> open) {
        boolean lowest = true;
        for (InFlight tx : open) {
            if (receipt(view, tx).isPresent()) {
                continue;
            }
            // Only the lowest open nonce can be mined next; the others wait for it, not for a better price.
            if (!lowest || !replaced(lease, view, tx)) {
                broadcast(lease, view, tx.last());
            }
            lowest = false;
        }
    }

    private boolean replaced(Lease lease, Endpoints.View view, InFlight tx) {
        Attempt last = tx.last();
        boolean due = last.published()
                .filter(first -> settings.resubmission()
                        .due(first.head(), first.at(), view.head().block().number(), clock.instant()))
                .isPresent();
        return due && replace(lease, view, tx);
    }

    private boolean replace(Lease lease, Endpoints.View view, InFlight tx) {
        FeeDecision decision =
                settings.fees().replace(tx.last().fees(), view.primary().fees());
        return switch (decision) {
            case FeeDecision.Hold hold -> {
                alertHeld(tx.intent().id(), hold);
                yield false;
            }
            case FeeDecision.Pay pay -> {
                BigInteger others = committedToday(lease)
                        .subtract(worstCase(tx.gasLimit(), tx.last().fees()));
                if (overBudget(others, tx.gasLimit(), pay.fees())) {
                    yield false;
                }
                Attempt attempt = signed(
                        tx.last().number() + 1,
                        tx.nonce(),
                        tx.gasLimit(),
                        pay.fees(),
                        tx.intent().call());
                steps.reached(Step.REPLACEMENT_SIGNED);
                books.addAttempt(lease, tx.nonce(), attempt, clock.instant());
                steps.reached(Step.REPLACEMENT_STORED);
                broadcast(lease, view, attempt);
                yield true;
            }
        };
    }

    private Attempt signed(int number, long nonce, BigInteger gasLimit, Fees fees, ContractCall call) {
        TxSigner.Signed signed = signer.sign(new TxSigner.Unsigned(endpoints.chainId(), nonce, gasLimit, fees, call));
        return new Attempt(number, signed.hash(), signed.raw(), fees, Optional.empty());
    }

    private void broadcast(Lease lease, Endpoints.View view, Attempt attempt) {
        switch (view.submit(attempt.raw())) {
            case ChainNode.Submission.Taken taken -> {
                steps.reached(Step.BROADCAST);
                if (attempt.published().isEmpty()) {
                    markPublished(lease, view, attempt.hash());
                }
            }
            // The receipt of the attempt that was mined turns up at a later poll; if none does, the key is stopped.
            case ChainNode.Submission.NonceUsed used -> {}
            case ChainNode.Submission.Underpriced underpriced -> {
                // It counts as published: the replacement rule then raises the price until the endpoint takes it.
                if (attempt.published().isEmpty()) {
                    markPublished(lease, view, attempt.hash());
                }
            }
            case ChainNode.Submission.Rejected rejected ->
                alerts.raise(Alerts.Code.INTENT_WAITS, attempt.hash() + " not taken: " + rejected.message());
        }
    }

    private void markPublished(Lease lease, Endpoints.View view, Bytes32 hash) {
        books.published(lease, hash, new Attempt.Publication(view.head().block().number(), clock.instant()));
    }

    // ---- new transactions

    private void assign(Lease lease, Endpoints.View view, int open) {
        long nonce = lease.nextNonce().orElseThrow();
        int room = settings.maxInFlight() - open;
        if (room <= 0) {
            return;
        }
        for (Waiting waiting : books.waiting(room, clock.instant())) {
            if (assigned(lease, view, waiting, nonce)) {
                nonce++;
            }
        }
    }

    private boolean assigned(Lease lease, Endpoints.View view, Waiting waiting, long nonce) {
        Intent intent = waiting.intent();
        Optional<Effect> effect = books.effect(intent.id());
        if (effect.isPresent()) {
            if (effect.get().isFinal()) {
                books.close(lease, intent.id(), Outcome.ON_CHAIN_BY_OTHER);
            }
            return false;
        }
        Optional<SignerPolicy.Refusal> refusal = settings.policy().refuses(intent.call());
        if (refusal.isPresent()) {
            alerts.raise(Alerts.Code.CALL_NOT_ALLOWED, intent.id() + " " + refusal.get());
            books.close(lease, intent.id(), Outcome.INVALID);
            return false;
        }
        return switch (view.primary().estimate(lease.key(), intent.call())) {
            case Estimate.Reverts reverts -> {
                refused(lease, waiting, errors.decode(intent.kind(), reverts.data()));
                yield false;
            }
            case Estimate.Goes goes -> send(lease, view, waiting, nonce, gasLimit(goes.gas()));
        };
    }

    private boolean send(Lease lease, Endpoints.View view, Waiting waiting, long nonce, BigInteger gasLimit) {
        return switch (settings.fees().first(view.primary().fees())) {
            case FeeDecision.Hold hold -> {
                alertHeld(waiting.intent().id(), hold);
                yield false;
            }
            case FeeDecision.Pay pay -> {
                if (overBudget(committedToday(lease), gasLimit, pay.fees())) {
                    yield false;
                }
                Attempt attempt =
                        signed(1, nonce, gasLimit, pay.fees(), waiting.intent().call());
                steps.reached(Step.SIGNED);
                books.assign(lease, waiting.intent(), nonce, gasLimit, attempt, clock.instant());
                steps.reached(Step.ASSIGNED);
                broadcast(lease, view, attempt);
                yield true;
            }
        };
    }

    private void refused(Lease lease, Waiting waiting, ContractFailure failure) {
        String id = waiting.intent().id();
        boolean repeated = waiting.postponed() >= INVALID_AFTER_REFUSALS;
        switch (failure) {
            case ContractFailure.Superseded superseded when repeated -> books.close(lease, id, Outcome.SUPERSEDED);
            case ContractFailure.Invalid invalid
            when repeated -> {
                books.close(lease, id, Outcome.INVALID);
                alerts.raise(Alerts.Code.INTENT_FAILED, id + " " + invalid.reason());
            }
            case ContractFailure other -> {
                int doublings = Math.min(waiting.postponed(), MAX_PAUSE_DOUBLINGS);
                books.postpone(
                        lease, id, other.reason(), clock.instant().plus(FIRST_PAUSE.multipliedBy(1L << doublings)));
                if (repeated) {
                    alerts.raise(Alerts.Code.INTENT_WAITS, id + " " + other.reason());
                }
            }
        }
    }

    private static BigInteger gasLimit(long estimated) {
        return BigInteger.valueOf(estimated).multiply(GAS_MARGIN_NUMERATOR).divide(GAS_MARGIN_DENOMINATOR);
    }

    private BigInteger committedToday(Lease lease) {
        return books.committedWei(lease.key(), clock.instant().truncatedTo(ChronoUnit.DAYS));
    }

    private boolean overBudget(BigInteger committed, BigInteger gasLimit, Fees fees) {
        Optional<SignerPolicy.Refusal> refusal = settings.policy().refuses(committed, gasLimit, fees);
        refusal.ifPresent(why -> alerts.raise(Alerts.Code.GAS_BUDGET_SPENT, why.toString()));
        return refusal.isPresent();
    }

    private static BigInteger worstCase(BigInteger gasLimit, Fees fees) {
        return gasLimit.multiply(fees.maxFeePerGas());
    }

    private void alertHeld(String intentId, FeeDecision.Hold hold) {
        alerts.raise(
                Alerts.Code.FEE_ABOVE_CEILING,
                intentId + " wants " + hold.wanted() + " wei per gas, ceiling " + hold.ceiling());
    }
}
