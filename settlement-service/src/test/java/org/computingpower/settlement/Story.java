package org.computingpower.settlement;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.computingpower.events.Actor;
import org.computingpower.events.ChainFact;
import org.computingpower.events.ChainPosition;
import org.computingpower.events.ChallengeRoundEvent.RoundOpened;
import org.computingpower.events.ChallengeVerdictEvent.ProofJudged;
import org.computingpower.events.CloseReason;
import org.computingpower.events.Device;
import org.computingpower.events.DeviceKind;
import org.computingpower.events.FactLevel;
import org.computingpower.events.NodeAttestation;
import org.computingpower.events.NodeLifecycle;
import org.computingpower.events.NodePower;
import org.computingpower.events.NodeStake;
import org.computingpower.events.OrderEvent;
import org.computingpower.events.PowerStatus;
import org.computingpower.events.RegistryNodeEvent;
import org.computingpower.events.StakeStatus;
import org.computingpower.events.WithdrawalKind;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.money.AuditRule;
import org.computingpower.terms.money.FeeFormula;
import org.computingpower.terms.signed.Acceptance;
import org.computingpower.terms.signed.AttestationFacet;
import org.computingpower.terms.signed.BeaconKind;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Order;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.RoundOpen;
import org.computingpower.terms.signed.SettlementItem;

/** One order of ten epochs with its own user, provider and node, and the facts that others tell about it. */
final class Story {

    static final long EPOCHS = 10;

    final String name;
    final SigningKey nodeKey;
    final Address user;
    final Address payee;
    final Order terms;
    final OrderId orderId;
    final long firstEpoch;
    private long block = 100;

    Story(String name, long firstEpoch, long price) {
        this(name, firstEpoch, price, Mode.EXCLUSIVE);
    }

    Story(String name, long firstEpoch, long price, Mode mode) {
        this.name = name;
        this.firstEpoch = firstEpoch;
        this.nodeKey = TestMarket.key("node of " + name);
        this.user = TestMarket.key("user of " + name).address();
        this.payee = TestMarket.key("payee of " + name).address();
        this.terms = new Order(
                Digests.keccak256OfText(name),
                user,
                TestMarket.key("provider of " + name).address(),
                payee,
                TestMarket.key("stake of " + name).address(),
                nodeKey.nodeId(),
                Bytes32.ZERO,
                TestMarket.FILE.contracts().token(),
                TokenAmount.of(price),
                EPOCHS * 15,
                500,
                2_000,
                mode,
                mode == Mode.SHARED ? 5_000 : 10_000,
                Bytes32.ZERO,
                DataProtection.SIMULATED,
                4_000_000_000L,
                4_000_000_000L);
        this.orderId = terms.orderId();
    }

    String userSubject() {
        return "user-" + name;
    }

    String providerSubject() {
        return "provider-" + name;
    }

    RegistryNodeEvent.NodeChanged node() {
        return new RegistryNodeEvent.NodeChanged(
                terms.nodeId(),
                nodeKey.verifyingKey().toString(),
                UUID.nameUUIDFromBytes(new byte[] {1}),
                providerSubject(),
                terms.provider(),
                terms.stakeAccount(),
                payee,
                "https://node.example",
                "eu",
                List.of(new Device(0, DeviceKind.CPU, "cpu", 250_000, 250_000, null, null)),
                null,
                null,
                NodeLifecycle.ACTIVE,
                new NodeAttestation(AttestationFacet.NONE, null, null, null, null, null, null),
                new NodeStake(
                        StakeStatus.SUFFICIENT,
                        TokenAmount.of(1),
                        TokenAmount.ZERO,
                        TokenAmount.ZERO,
                        TokenAmount.of(1)),
                new NodePower(PowerStatus.RATED, 250_000, 250_000),
                List.of(),
                true,
                1,
                0,
                null);
    }

    OrderEvent.OrderQuoted quoted() {
        return new OrderEvent.OrderQuoted(orderId, terms, userSubject(), Instant.EPOCH);
    }

    OrderEvent.OrderSigned signed() {
        return new OrderEvent.OrderSigned(
                orderId, terms, terms.sign(TestMarket.key("user of " + name), TestMarket.DOMAINS));
    }

    OrderEvent.OrderActivated activated() {
        Acceptance acceptance = new Acceptance(orderId, terms.nodeId(), 1);
        return new OrderEvent.OrderActivated(
                orderId,
                terms,
                acceptance,
                acceptance.sign(nodeKey, TestMarket.DOMAINS),
                firstEpoch,
                firstEpoch,
                firstEpoch + EPOCHS);
    }

    OrderEvent.OrderClosing closing(Instant at, CloseReason reason) {
        return new OrderEvent.OrderClosing(
                orderId, terms, TestMarket.CLOCK.epochAt(at), at.getEpochSecond(), reason, Actor.PLATFORM);
    }

    ChainFact.EscrowOpened opened(FactLevel level) {
        return new ChainFact.EscrowOpened(orderId, user, terms.nodeId(), terms.totalPrice(), at(level));
    }

    ChainFact.StakeChanged staked(long amount) {
        return new ChainFact.StakeChanged(
                terms.nodeId(),
                terms.stakeAccount(),
                TokenAmount.of(amount),
                TokenAmount.ZERO,
                TokenAmount.ZERO,
                at(FactLevel.FINAL));
    }

    /** The contract applies an item of any order; it computes the fee of 500 basis points itself. */
    ChainFact.OrderItemSettled applied(Bytes32 batchId, SettlementItem item) {
        return new ChainFact.OrderItemSettled(
                item.orderId(),
                batchId,
                item.releasedCum(),
                item.refundedCum(),
                new FeeFormula(500).fee(item.releasedCum()),
                item.isFinal(),
                at(FactLevel.FINAL));
    }

    ChainFact.BatchSettled batchSettled(Bytes32 batchId, long batchNo, int applied) {
        return new ChainFact.BatchSettled(batchId, batchNo, applied, 0, at(FactLevel.FINAL));
    }

    ChainFact.Withdrawn withdrawn(Address account, long amount, WithdrawalKind kind) {
        return new ChainFact.Withdrawn(account, orderId, TokenAmount.of(amount), kind, at(FactLevel.FINAL));
    }

    private ChainPosition at(FactLevel level) {
        block++;
        return new ChainPosition(
                31_337,
                TestMarket.FILE.contracts().orderEscrow(),
                block,
                Digests.keccak256OfText("block " + block),
                1_700_000_000 + block,
                Digests.keccak256OfText("tx " + name + block),
                Math.floorMod(name.hashCode(), 1_000),
                block,
                level);
    }

    /** Every third epoch of the story has a seed that makes it an audit. */
    boolean isAudit(long epoch) {
        return (epoch - firstEpoch) % 3 == 2;
    }

    /** What a validator says about the round of an epoch. */
    RoundOpened opened(long epoch, int validator) {
        RoundOpen round = round(epoch);
        return new RoundOpened(
                TestMarket.VALIDATORS.get(validator).address(),
                round,
                round.sign(TestMarket.VALIDATORS.get(validator), TestMarket.DOMAINS),
                List.of(),
                Instant.EPOCH,
                null);
    }

    private RoundOpen round(long epoch) {
        Bytes32 seed = Digests.keccak256OfText(name + epoch);
        while (AuditRule.isAudit(seed) != isAudit(epoch)) {
            seed = Digests.sha256(seed.toArray());
        }
        return new RoundOpen(1, epoch, 0, BeaconKind.FIXED, seed, 1, Bytes32.ZERO, seed, Bytes32.ZERO, 1);
    }

    /** The verdict of one validator, signed by a key that need not be its own. */
    ProofJudged judged(long epoch, int validator, SigningKey signer, ProofResult result) {
        return judged(epoch, validator, signer, result, result == ProofResult.PASS ? 500 : 0);
    }

    ProofJudged judged(long epoch, int validator, ProofResult result, int k) {
        return judged(epoch, validator, TestMarket.VALIDATORS.get(validator), result, k);
    }

    private ProofJudged judged(long epoch, int validator, SigningKey signer, ProofResult result, int k) {
        PowerVerdict verdict = new PowerVerdict(
                1,
                epoch,
                round(epoch).structHash(),
                Digests.keccak256OfText("challenge " + epoch + name),
                terms.nodeId(),
                orderId,
                0,
                result,
                k,
                Bytes32.ZERO,
                Bytes32.ZERO);
        return new ProofJudged(
                TestMarket.VALIDATORS.get(validator).address(),
                verdict,
                verdict.sign(signer, TestMarket.DOMAINS),
                result == ProofResult.VOID ? "false share" : null);
    }

    ProofJudged judged(long epoch, int validator, ProofResult result) {
        return judged(epoch, validator, TestMarket.VALIDATORS.get(validator), result);
    }

    /** What proves too little power: the hash over this order's verdicts of consecutive epochs. */
    Bytes32 hashOfVerdicts(long fromEpoch, int rounds, ProofResult result, int k) {
        Bytes32 hash = Bytes32.ZERO;
        for (long epoch = fromEpoch; epoch < fromEpoch + rounds; epoch++) {
            hash = Digests.sha256(
                    hash.toArray(),
                    judged(epoch, 0, result, k).verdict().structHash().toArray());
        }
        return hash;
    }
}
