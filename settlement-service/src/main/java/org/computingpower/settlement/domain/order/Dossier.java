package org.computingpower.settlement.domain.order;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.money.DeploymentRequest;
import org.computingpower.terms.money.OpenedRounds;
import org.computingpower.terms.quorum.Vote;
import org.computingpower.terms.signed.Order;
import org.computingpower.terms.signed.PowerVerdict;

/**
 * Everything that is known about one order when its next steps are decided.
 *
 * @param terms its signed terms
 * @param money its money so far
 * @param powerRuns what its rounds so far say about its devices together
 * @param deposit the final deposit on chain
 * @param billingFromEpoch the first billed epoch, once it is active
 * @param closing the end of service, once it is known
 * @param holds epochs in which nothing is charged
 * @param deployments what was asked of the node
 * @param votes verified verdicts by epoch, contradictions of one validator included
 * @param waivedEpochs epochs that a quorum waived
 * @param rounds which opened rounds were audits
 * @param devices versions of the node, which devices are challenged
 * @param history what was proposed against the provider before
 * @param chainItem the last final item on chain
 */
public record Dossier(
        Order terms,
        OrderMoney money,
        PowerRuns powerRuns,
        Optional<Deposit> deposit,
        Optional<Long> billingFromEpoch,
        Optional<Closing> closing,
        List<Hold> holds,
        List<DeploymentRequest> deployments,
        Map<Long, List<Vote<PowerVerdict>>> votes,
        Set<Long> waivedEpochs,
        OpenedRounds rounds,
        List<NodeVersion> devices,
        SlashHistory history,
        Optional<ChainItem> chainItem) {

    /** Copies the collections. */
    public Dossier {
        holds = List.copyOf(holds);
        deployments = List.copyOf(deployments);
        votes = Map.copyOf(votes);
        waivedEpochs = Set.copyOf(waivedEpochs);
        devices = List.copyOf(devices);
    }

    /**
     * A final deposit.
     *
     * @param amount base units
     * @param blockNumber the block that holds it
     * @param blockTime its time in whole Unix seconds
     */
    public record Deposit(TokenAmount amount, long blockNumber, long blockTime) {}

    /**
     * The end of service.
     *
     * @param atSecond whole Unix seconds
     * @param providerFault whether too many unpaid windows or too little power ended it
     */
    public record Closing(long atSecond, boolean providerFault) {}

    /**
     * A hold.
     *
     * @param fromEpoch first epoch of it
     * @param toEpoch first epoch after it; empty while it lasts
     */
    public record Hold(long fromEpoch, Optional<Long> toEpoch) {
        boolean covers(long epoch) {
            return epoch >= fromEpoch && toEpoch.map(to -> epoch < to).orElse(true);
        }
    }

    /**
     * The devices of the order's node as of one version.
     *
     * @param version version of the node
     * @param effectiveEpoch first epoch whose roster knows them
     * @param devices their indices
     */
    public record NodeVersion(long version, long effectiveEpoch, Set<Integer> devices) {
        /** Copies the set. */
        public NodeVersion {
            devices = Set.copyOf(devices);
        }
    }

    /**
     * Slash proposals so far.
     *
     * @param ofOrder base units proposed for this order
     * @param strikesOfNodeToday base units proposed as S1 for the node in the last 24 hours
     * @param stake the node's bonded stake
     * @param voidEpochs epochs with VOID since the last S3, ascending
     */
    public record SlashHistory(
            TokenAmount ofOrder, TokenAmount strikesOfNodeToday, TokenAmount stake, List<Long> voidEpochs) {
        /** Copies the list. */
        public SlashHistory {
            voidEpochs = List.copyOf(voidEpochs);
        }
    }

    /**
     * What the chain applied last.
     *
     * @param releasedCum released so far
     * @param refundedCum refunded so far
     * @param finalBatch digest of the batch that closed the order there; empty while it is open
     * @param finalBlock the block of that batch; 0 while it is open
     */
    public record ChainItem(
            TokenAmount releasedCum, TokenAmount refundedCum, Optional<Bytes32> finalBatch, long finalBlock) {}
}
