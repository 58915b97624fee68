package org.computingpower.settlement.domain.order;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computingpower.settlement.domain.slash.SlashPolicy;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.EpochClock;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.money.BillingLimits;
import org.computingpower.terms.money.DeploymentRequest;
import org.computingpower.terms.money.OpenedRounds;
import org.computingpower.terms.quorum.ValidatorRoster;
import org.computingpower.terms.quorum.Vote;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Order;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.ProofResult;

/** A small market with three validators, and an order of ten epochs in it. */
final class Samples {

    static final EpochClock CLOCK = EpochClock.ofSeconds(1_000_000, 15);
    static final long FIRST_EPOCH = 10;
    static final int MU = 512;
    static final List<Address> VALIDATORS = List.of(address(1), address(2), address(3));
    static final Rules RULES = new Rules(
            CLOCK,
            new ValidatorRoster(1, Set.copyOf(VALIDATORS), 2),
            BillingLimits.STANDARD.with(4, 3),
            new SlashPolicy(3_000),
            MU,
            Duration.ofSeconds(2),
            Duration.ofSeconds(15));
    static final Signature SIGNATURE = key(9).sign(Bytes32.ZERO);

    private Samples() {}

    static SigningKey key(int number) {
        return SigningKey.of(Digests.sha256(new byte[] {(byte) number}));
    }

    static Address address(int number) {
        return key(number).address();
    }

    static Order order(long price, Mode mode) {
        return new Order(
                Bytes32.ZERO,
                address(20),
                address(21),
                address(22),
                address(23),
                new NodeId(Digests.sha256(new byte[] {5})),
                Bytes32.ZERO,
                address(24),
                TokenAmount.of(price),
                150,
                500,
                2_000,
                mode,
                mode == Mode.SHARED ? 5_000 : 10_000,
                Bytes32.ZERO,
                DataProtection.SIMULATED,
                2_000_000,
                2_000_000);
    }

    static Vote<PowerVerdict> vote(Order order, int validator, long epoch, int device, ProofResult result, int k) {
        return new Vote<>(
                VALIDATORS.get(validator),
                new PowerVerdict(
                        1,
                        epoch,
                        roundOf(epoch),
                        Bytes32.ZERO,
                        order.nodeId(),
                        order.orderId(),
                        device,
                        result,
                        k,
                        Bytes32.ZERO,
                        Bytes32.ZERO),
                SIGNATURE);
    }

    /** What the verdicts of an epoch name as their round. */
    static Bytes32 roundOf(long epoch) {
        return Digests.keccak256OfText("round " + epoch);
    }

    static Instant afterEpoch(long epoch) {
        return CLOCK.endOf(epoch).plusSeconds(2);
    }

    /** Facts that are added one after the other, as the consumers do. */
    static final class Facts {
        final Order terms;
        OrderMoney money;
        PowerRuns powerRuns = PowerRuns.NONE;
        Optional<Dossier.Deposit> deposit = Optional.empty();
        Optional<Long> billing = Optional.empty();
        Optional<Dossier.Closing> closing = Optional.empty();
        final List<Dossier.Hold> holds = new ArrayList<>();
        final List<DeploymentRequest> deployments = new ArrayList<>();
        final Map<Long, List<Vote<PowerVerdict>>> votes = new HashMap<>();
        Set<Long> waived = Set.of();
        final Map<Bytes32, Boolean> audits = new HashMap<>();
        Set<Integer> devices = Set.of(0);
        TokenAmount slashed = TokenAmount.ZERO;
        Optional<Dossier.ChainItem> chainItem = Optional.empty();
        final List<Step> steps = new ArrayList<>();

        Facts(long price) {
            this(price, Mode.EXCLUSIVE);
        }

        Facts(long price, Mode mode) {
            terms = order(price, mode);
            money = OrderMoney.waiting(terms.orderId());
        }

        static Facts active(long price) {
            return active(price, Mode.EXCLUSIVE);
        }

        static Facts active(long price, Mode mode) {
            Facts facts = new Facts(price, mode);
            facts.deposit = Optional.of(new Dossier.Deposit(TokenAmount.of(price), 7, 1_000_100));
            facts.billing = Optional.of(FIRST_EPOCH);
            return facts;
        }

        Facts opened(long epoch, boolean audit) {
            audits.put(roundOf(epoch), audit);
            return this;
        }

        Facts judged(long epoch, ProofResult result) {
            return judged(epoch, 0, result, result == ProofResult.PASS ? 500 : 0);
        }

        Facts judged(long epoch, int device, ProofResult result, int k) {
            List<Vote<PowerVerdict>> more = new ArrayList<>(votes.getOrDefault(epoch, List.of()));
            more.add(vote(terms, 0, epoch, device, result, k));
            more.add(vote(terms, 2, epoch, device, result, k));
            votes.put(epoch, more);
            return this;
        }

        List<Step> advance(Instant now) {
            Dossier dossier = new Dossier(
                    terms,
                    money,
                    powerRuns,
                    deposit,
                    billing,
                    closing,
                    holds,
                    deployments,
                    votes,
                    waived,
                    new OpenedRounds(audits),
                    List.of(new Dossier.NodeVersion(1, 0, devices)),
                    new Dossier.SlashHistory(slashed, TokenAmount.ZERO, TokenAmount.of(1_000_000_000), List.of()),
                    chainItem);
            OrderSettlement.Progress progress = OrderSettlement.advance(dossier, RULES, now);
            money = progress.money();
            powerRuns = progress.powerRuns();
            steps.addAll(progress.steps());
            return progress.steps();
        }
    }
}
