package org.computingpower.events;

import java.util.Optional;
import org.computingpower.terms.Address;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.Commit;
import org.computingpower.terms.signed.PowerAlarm;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.Rating;
import org.jspecify.annotations.Nullable;

/**
 * Topic {@code challenge.verdicts.v1}, key nodeId, published by every validator. A reader checks the signature and the
 * membership in the validator set, then counts; one verdict alone moves nothing.
 */
public sealed interface ChallengeVerdictEvent extends MarketEvent {

    /** The validator that says so. */
    Address validator();

    /**
     * One validator judged one device's answer of one epoch.
     *
     * @param validator the judging validator
     * @param verdict the signed statement
     * @param signature the validator's signature over it
     * @param voidReason what the false share or the contradiction is; present exactly if the result is VOID
     */
    record ProofJudged(
            Address validator,
            PowerVerdict verdict,
            Signature signature,
            @Nullable String voidReason) implements ChallengeVerdictEvent {
        @Override
        public String key() {
            return verdict.nodeId().toString();
        }
    }

    /**
     * A node signed two different commits for one challenge. Both signatures together are evidence that anybody can check, and that
     * {@code StakeManager.proveCommitEquivocation} takes; the verdict follows from the receipts alone.
     *
     * @param validator the validator that found both
     * @param first the commit this validator receipted
     * @param firstSignature the node's signature over it
     * @param second the other commit
     * @param secondSignature the node's signature over it
     */
    record CommitContradicted(
            Address validator, Commit first, Signature firstSignature, Commit second, Signature secondSignature)
            implements ChallengeVerdictEvent {
        @Override
        public String key() {
            return first.nodeId().toString();
        }
    }

    /**
     * One validator proposes a rating for one device.
     *
     * @param validator the proposing validator
     * @param rating the signed statement
     * @param signature the validator's signature over it
     */
    record RatingProposed(Address validator, Rating rating, Signature signature) implements ChallengeVerdictEvent {
        @Override
        public String key() {
            return rating.nodeId().toString();
        }
    }

    /**
     * Statistics of one device after one round. The alarm is signed (PowerAlarm) and unlists a node when a threshold of validators
     * raises it; the numbers are for people, never for money.
     *
     * @param validator the computing validator
     * @param nodeId the node
     * @param epoch the epoch of the round
     * @param device index of the device within the node
     * @param orderId the order the device worked for; {@link OrderId#NONE} if none
     * @param k number of shares found
     * @param mu number of shares expected at the rating
     * @param measuredRate estimated rate in hashes per second
     * @param logLikelihoodRatio natural logarithm, of this round, of "at 85 % of the rating" over "at the rating"
     * @param cusum running sum of the ratios, never below 0
     * @param alarm whether the sum is above the alarm level
     * @param setVersion version of the validator set
     * @param signature the validator's signature over PowerAlarm(setVersion, nodeId, device, epoch, alarm); without one the alarm counts
     *     nothing
     */
    record ProofStatistics(
            Address validator,
            NodeId nodeId,
            long epoch,
            int device,
            OrderId orderId,
            int k,
            int mu,
            long measuredRate,
            double logLikelihoodRatio,
            double cusum,
            boolean alarm,
            @Nullable Long setVersion,
            @Nullable Signature signature)
            implements ChallengeVerdictEvent {
        @Override
        public String key() {
            return nodeId.toString();
        }

        /** What the validator signed of it; empty if it named no validator set. */
        public Optional<PowerAlarm> signed() {
            return Optional.ofNullable(setVersion)
                    .map(version -> new PowerAlarm(version, nodeId, device, epoch, alarm));
        }
    }
}
