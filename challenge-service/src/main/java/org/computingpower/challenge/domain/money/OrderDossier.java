package org.computingpower.challenge.domain.money;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computingpower.challenge.domain.roster.OrderTerm.Hold;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.money.DeploymentRequest;
import org.computingpower.terms.money.OpenedRounds;
import org.computingpower.terms.quorum.Vote;
import org.computingpower.terms.signed.Order;
import org.computingpower.terms.signed.PowerVerdict;

/**
 * What this validator knows about the money of one order.
 *
 * @param orderId the order
 * @param terms its signed terms
 * @param deposit the final deposit
 * @param billingFromEpoch first billed epoch, once it is active
 * @param closingAtSecond end of service in whole Unix seconds, once it is known
 * @param holds epochs in which nothing is charged
 * @param deployments what was asked of the node
 * @param votes verdicts by epoch: this validator's own, and others' whose signatures were checked
 * @param waivedEpochs epochs that a quorum waived
 * @param rounds which opened rounds were audits
 * @param devices versions of the node
 * @param signed the amounts this validator signed last
 */
public record OrderDossier(
        OrderId orderId,
        Order terms,
        Optional<TokenAmount> deposit,
        Optional<Long> billingFromEpoch,
        Optional<Long> closingAtSecond,
        List<Hold> holds,
        List<DeploymentRequest> deployments,
        Map<Long, List<Vote<PowerVerdict>>> votes,
        Set<Long> waivedEpochs,
        OpenedRounds rounds,
        List<NodeDevices> devices,
        Optional<Amounts> signed) {

    /** Copies the collections. */
    public OrderDossier {
        holds = List.copyOf(holds);
        deployments = List.copyOf(deployments);
        votes = Map.copyOf(votes);
        waivedEpochs = Set.copyOf(waivedEpochs);
        devices = List.copyOf(devices);
    }

    /**
     * The devices of the node as of one version.
     *
     * @param version version of the node
     * @param effectiveEpoch first epoch whose roster knows them
     * @param devices their indices
     */
    public record NodeDevices(long version, long effectiveEpoch, Set<Integer> devices) {
        /** Copies the set. */
        public NodeDevices {
            devices = Set.copyOf(devices);
        }
    }

    /**
     * Cumulative amounts.
     *
     * @param released released to the provider, fee included
     * @param refunded given back to the user
     * @param isFinal whether nothing follows
     */
    public record Amounts(TokenAmount released, TokenAmount refunded, boolean isFinal) {

        /** Nothing yet. */
        public static final Amounts NONE = new Amounts(TokenAmount.ZERO, TokenAmount.ZERO, false);

        /** Whether these amounts may follow others: neither shrinks, and nothing follows a final one but itself. */
        public boolean mayFollow(Amounts earlier) {
            return earlier.isFinal()
                    ? equals(earlier)
                    : released.compareTo(earlier.released()) >= 0 && refunded.compareTo(earlier.refunded()) >= 0;
        }
    }
}
