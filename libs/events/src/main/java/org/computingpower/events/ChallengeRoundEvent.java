package org.computingpower.events;

import java.time.Instant;
import java.util.List;
import org.computingpower.terms.Address;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.BeaconCommitment;
import org.computingpower.terms.signed.RoundCall;
import org.computingpower.terms.signed.RoundOpen;
import org.computingpower.terms.signed.RoundWaived;
import org.jspecify.annotations.Nullable;

/** Topic {@code challenge.rounds.v1}, key epoch, published by every validator. */
public sealed interface ChallengeRoundEvent extends MarketEvent {

    /**
     * A validator bound itself to its share of an epoch's beacon before anybody could know the others.
     *
     * @param validator the committing validator
     * @param commitment the signed statement
     * @param signature the validator's signature over it
     */
    record BeaconCommitted(Address validator, BeaconCommitment commitment, Signature signature)
            implements ChallengeRoundEvent {
        @Override
        public String key() {
            return Long.toString(commitment.epoch());
        }
    }

    /**
     * A validator opened the round of an epoch. Everything a third party needs to recompute the beacon is here.
     *
     * @param validator the opening validator
     * @param round the signed statement
     * @param signature the validator's signature over it
     * @param secrets the opened shares, ascending by validator; empty if the beacon is not of the commit-reveal kind
     * @param openedAt the validator's time
     * @param drandRound number of the drand round that drew T0 and seed; present exactly if the beacon is drand's
     */
    record RoundOpened(
            Address validator,
            RoundOpen round,
            Signature signature,
            List<BeaconSecret> secrets,
            Instant openedAt,
            @Nullable Long drandRound)
            implements ChallengeRoundEvent {
        /** Copies the list. */
        public RoundOpened {
            secrets = List.copyOf(secrets);
        }

        @Override
        public String key() {
            return Long.toString(round.epoch());
        }
    }

    /**
     * A validator has judged every challenge of an epoch; its verdicts stand in {@code challenge.verdicts.v1}.
     *
     * @param validator the judging validator
     * @param epoch the epoch
     * @param passed number of PASS verdicts
     * @param failed number of FAIL verdicts
     * @param missing number of MISSING verdicts
     * @param voided number of VOID verdicts
     * @param closedAt the validator's time
     */
    record RoundClosed(Address validator, long epoch, int passed, int failed, int missing, int voided, Instant closedAt)
            implements ChallengeRoundEvent {
        @Override
        public String key() {
            return Long.toString(epoch);
        }
    }

    /**
     * A part of an epoch ended without a round at this validator. Unsigned: silence cannot be proven, so it moves nothing; it tells operators whom
     * to call.
     *
     * @param validator the validator that says so
     * @param epoch the epoch
     * @param part 0 primary, 1 reserve
     * @param silent who did not do its part, ascending: the leader alone without call and secret at the drawn instant, otherwise called validators
     *     without a secret in time
     * @param failedAt the validator's time
     */
    record BeaconPartFailed(Address validator, long epoch, int part, List<Address> silent, Instant failedAt)
            implements ChallengeRoundEvent {
        /** Copies the list. */
        public BeaconPartFailed {
            silent = List.copyOf(silent);
        }

        @Override
        public String key() {
            return Long.toString(epoch);
        }
    }

    /**
     * A leader signed two calls for one part of an epoch. Both signatures together are evidence that anybody can check, and that
     * {@code StakeManager.proveCallEquivocation} takes.
     *
     * @param validator the validator that found both
     * @param leader who signed both
     * @param first the call that was heard first
     * @param firstSignature the leader's signature over it
     * @param second the other call
     * @param secondSignature the leader's signature over it
     */
    record CallContradicted(
            Address validator,
            Address leader,
            RoundCall first,
            Signature firstSignature,
            RoundCall second,
            Signature secondSignature)
            implements ChallengeRoundEvent {
        @Override
        public String key() {
            return Long.toString(first.epoch());
        }
    }

    /**
     * A validator signed two commitments to one epoch, so that others may know other hashes and another block of it; it counts as not having
     * committed. Both signatures together are evidence that anybody can check.
     *
     * @param validator the validator that found both
     * @param author who signed both
     * @param first one commitment
     * @param firstSignature the author's signature over it
     * @param second another commitment to the same epoch
     * @param secondSignature the author's signature over it
     */
    record BeaconCommitmentContradicted(
            Address validator,
            Address author,
            BeaconCommitment first,
            Signature firstSignature,
            BeaconCommitment second,
            Signature secondSignature)
            implements ChallengeRoundEvent {
        @Override
        public String key() {
            return Long.toString(first.epoch());
        }
    }

    /**
     * A quorum waived the round of an epoch, for all nodes alike and never for one.
     *
     * @param epoch the epoch
     * @param waiver the signed statement
     * @param signatures at least the threshold, ascending by signer
     */
    record RoundWaivedByQuorum(long epoch, RoundWaived waiver, List<SignedBy> signatures)
            implements ChallengeRoundEvent {
        /** Copies the list. */
        public RoundWaivedByQuorum {
            signatures = List.copyOf(signatures);
        }

        @Override
        public String key() {
            return Long.toString(epoch);
        }
    }
}
