package org.computingpower.registry;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.computingpower.events.Actor;
import org.computingpower.events.AttestationDecision;
import org.computingpower.events.AttestationVerdictEvent.AttestationJudged;
import org.computingpower.events.AttestationVerdictEvent.AttestationStatusChanged;
import org.computingpower.events.ChainFact.StakeChanged;
import org.computingpower.events.ChainPosition;
import org.computingpower.events.ChallengeVerdictEvent.ProofJudged;
import org.computingpower.events.ChallengeVerdictEvent.ProofStatistics;
import org.computingpower.events.ChallengeVerdictEvent.RatingProposed;
import org.computingpower.events.CloseReason;
import org.computingpower.events.FactLevel;
import org.computingpower.events.FinalState;
import org.computingpower.events.OrderEvent.OrderClosed;
import org.computingpower.events.OrderEvent.OrderQuoted;
import org.computingpower.registry.application.Market;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.AttestationFacet;
import org.computingpower.terms.signed.AttestationRecord;
import org.computingpower.terms.signed.AttestationRefusal;
import org.computingpower.terms.signed.AttestationStatus;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Order;
import org.computingpower.terms.signed.PowerAlarm;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.Rating;
import org.computingpower.terms.signed.TcbStatus;
import org.computingpower.terms.signed.TeeType;
import org.jspecify.annotations.Nullable;

/** What validators, the order service and the chain say about nodes of a market. */
record Statements(Market market) {
    /** The validators of the market file; two of them are a quorum. */
    static final List<SigningKey> VALIDATORS = List.of(key(1), key(2), key(3));

    static final SigningKey STRANGER = key(9);

    private static final long FAR_FUTURE = 4_000_000_000L;
    private static final String SIMULATED = "SIMULATED";

    private static SigningKey key(int scalar) {
        byte[] bytes = new byte[32];
        bytes[31] = (byte) scalar;
        return SigningKey.of(Bytes32.of(bytes));
    }

    AttestationRecord record(Provider provider, SigningKey node) {
        return record(provider, node, market.trustRootHash());
    }

    AttestationRecord record(Provider provider, SigningKey node, Bytes32 trustRootHash) {
        Address wallet = provider.wallet().address();
        return new AttestationRecord(
                1,
                node.nodeId(),
                1,
                node.verifyingKey().x(),
                node.verifyingKey().y(),
                wallet,
                wallet,
                wallet,
                Bytes32.ZERO,
                TeeType.SGX,
                trustRootHash,
                TcbStatus.UP_TO_DATE,
                17,
                5,
                1_700_000_000,
                FAR_FUTURE);
    }

    /** The record of a quote over an earlier block. */
    AttestationRecord older(AttestationRecord record, Bytes32 quoteHash, long seconds) {
        return new AttestationRecord(
                record.setVersion(),
                record.nodeId(),
                record.seq(),
                record.nodeKeyX(),
                record.nodeKeyY(),
                record.provider(),
                record.stakeAccount(),
                record.payee(),
                quoteHash,
                record.teeType(),
                record.trustRootHash(),
                record.tcbStatus(),
                record.tcbEvaluationDataNumber(),
                record.blockNumber(),
                record.verifiedAt() - seconds,
                record.validUntil() - seconds);
    }

    AttestationJudged judged(AttestationRecord record, SigningKey validator) {
        return judged(record, validator, validator, SIMULATED);
    }

    AttestationJudged judged(AttestationRecord record, SigningKey sender, SigningKey signer) {
        return judged(record, sender, signer, SIMULATED);
    }

    AttestationJudged judged(AttestationRecord record, SigningKey sender, SigningKey signer, String trustDomain) {
        return new AttestationJudged(
                sender.address(),
                record.nodeId(),
                UUID.randomUUID(),
                AttestationDecision.ACCEPT,
                record,
                null,
                record.sign(signer, market.domains()),
                List.of(),
                List.of(),
                trustDomain,
                1,
                Instant.EPOCH);
    }

    AttestationJudged refused(AttestationRefusal refusal, SigningKey validator) {
        return new AttestationJudged(
                validator.address(),
                refusal.nodeId(),
                UUID.randomUUID(),
                AttestationDecision.REJECT,
                null,
                refusal,
                refusal.sign(validator, market.domains()),
                List.of("because"),
                List.of(),
                SIMULATED,
                1,
                Instant.EPOCH);
    }

    static AttestationStatus status(AttestationRecord record, AttestationFacet from, AttestationFacet to, long at) {
        return new AttestationStatus(
                record.setVersion(), record.nodeId(), record.quoteHash(), from, to, Bytes32.ZERO, at);
    }

    AttestationStatusChanged changed(AttestationStatus status, SigningKey validator) {
        return changed(status, validator, validator);
    }

    AttestationStatusChanged changed(AttestationStatus status, SigningKey sender, SigningKey signer) {
        return new AttestationStatusChanged(
                sender.address(),
                status.nodeId(),
                status,
                "because",
                status.sign(signer, market.domains()),
                0,
                Instant.EPOCH);
    }

    /** One statement with the signature over another one. */
    AttestationStatusChanged repeated(AttestationStatus signed, AttestationStatus told, SigningKey validator) {
        return new AttestationStatusChanged(
                validator.address(),
                told.nodeId(),
                told,
                "because",
                signed.sign(validator, market.domains()),
                0,
                Instant.EPOCH);
    }

    RatingProposed proposed(Rating rating, SigningKey validator) {
        return new RatingProposed(validator.address(), rating, rating.sign(validator, market.domains()));
    }

    /** A verdict on a round of standby. */
    ProofJudged judged(SigningKey node, long epoch, ProofResult result, SigningKey validator) {
        PowerVerdict verdict = new PowerVerdict(
                1,
                epoch,
                Bytes32.ZERO,
                Digests.keccak256OfText(node.nodeId() + " in " + epoch),
                node.nodeId(),
                OrderId.NONE,
                0,
                result,
                400,
                Bytes32.ZERO,
                Bytes32.ZERO);
        return new ProofJudged(
                validator.address(),
                verdict,
                verdict.sign(validator, market.domains()),
                result == ProofResult.VOID ? "NOT_A_SHARE" : null);
    }

    ProofStatistics statistics(SigningKey node, SigningKey validator, long epoch, boolean alarm) {
        return statistics(new PowerAlarm(1, node.nodeId(), 0, epoch, alarm), validator, validator);
    }

    ProofStatistics statistics(PowerAlarm alarm, SigningKey sender, SigningKey signer) {
        return statistics(alarm, sender, alarm.sign(signer, market.domains()));
    }

    static ProofStatistics statistics(PowerAlarm alarm, SigningKey sender, @Nullable Signature signature) {
        return new ProofStatistics(
                sender.address(),
                alarm.nodeId(),
                alarm.epoch(),
                alarm.device(),
                OrderId.NONE,
                400,
                512,
                70,
                9.5,
                alarm.raised() ? 15 : 1,
                alarm.raised(),
                alarm.setVersion(),
                signature);
    }

    /** A stake of 1,000 tokens. */
    static StakeChanged staked(Provider provider, SigningKey node, long sequence, FactLevel level) {
        return new StakeChanged(
                node.nodeId(),
                provider.wallet().address(),
                new TokenAmount(java.math.BigInteger.TEN.pow(21)),
                TokenAmount.ZERO,
                TokenAmount.ZERO,
                new ChainPosition(
                        Provider.CHAIN_ID,
                        key(4).address(),
                        10 + sequence,
                        Bytes32.ZERO,
                        1_700_000_000,
                        Bytes32.ZERO,
                        0,
                        sequence,
                        level));
    }

    static OrderQuoted quoted(OrderId orderId, Provider provider, SigningKey node) {
        Address wallet = provider.wallet().address();
        Order order = new Order(
                Bytes32.ZERO,
                key(5).address(),
                wallet,
                wallet,
                wallet,
                node.nodeId(),
                Bytes32.ZERO,
                wallet,
                TokenAmount.of(7),
                60,
                500,
                2_000,
                Mode.EXCLUSIVE,
                10_000,
                Bytes32.ZERO,
                DataProtection.GATEWAY_ENCLAVE,
                FAR_FUTURE,
                FAR_FUTURE + 60);
        return new OrderQuoted(orderId, order, "user", Instant.ofEpochSecond(FAR_FUTURE));
    }

    static OrderClosed expired(OrderId order, SigningKey node) {
        return new OrderClosed(
                order, node.nodeId(), FinalState.EXPIRED, CloseReason.QUOTE_EXPIRED, Actor.PLATFORM, null);
    }
}
