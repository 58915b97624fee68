package org.computingpower.challenge.application;

import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.BeaconCommitment;
import org.computingpower.terms.signed.Commit;
import org.computingpower.terms.signed.CommitReceipt;
import org.computingpower.terms.signed.Reveal;
import org.computingpower.terms.signed.RoundCall;
import org.computingpower.terms.signed.RoundOpen;
import org.computingpower.terms.signed.RoundWaived;

/**
 * What validators tell each other directly. Every message proves who it is from: by the validator's signature over the statement in it, or by
 * opening that validator's commitment.
 */
public sealed interface PeerMessage {

    /** Last part of the path it is posted to. */
    String path();

    /** A beacon commitment. */
    record Commitment(Address validator, BeaconCommitment commitment, Signature signature) implements PeerMessage {
        @Override
        public String path() {
            return "commitments";
        }
    }

    /** The leader's call. */
    record Call(Address validator, RoundCall call, Signature signature) implements PeerMessage {
        @Override
        public String path() {
            return "calls";
        }
    }

    /** A beacon secret. */
    record Secret(Address validator, long epoch, int part, Bytes32 secret) implements PeerMessage {
        @Override
        public String path() {
            return "secrets";
        }
    }

    /** An opened round with the validator's T0: a receipt whose {@code commitHash} is the opening's struct hash. */
    record Opening(
            Address validator, RoundOpen round, Signature signature, CommitReceipt receipt, Signature receiptSignature)
            implements PeerMessage {
        @Override
        public String path() {
            return "openings";
        }
    }

    /** A waiver of an epoch that had no round. */
    record Waiver(Address validator, RoundWaived waiver, Signature signature) implements PeerMessage {
        @Override
        public String path() {
            return "waivers";
        }
    }

    /** A commit that the validator received, with its receipt. */
    record CommitReceived(
            Commit commit, Signature nodeSignature, Address validator, CommitReceipt receipt, Signature signature)
            implements PeerMessage {
        @Override
        public String path() {
            return "commits";
        }
    }

    /** A reveal that the validator received, with its receipt, whose {@code commitHash} is the reveal's struct hash. */
    record RevealReceived(
            NodeId nodeId,
            long epoch,
            int device,
            Reveal reveal,
            String nonces,
            Signature nodeSignature,
            Address validator,
            CommitReceipt receipt,
            Signature signature)
            implements PeerMessage {
        @Override
        public String path() {
            return "reveals";
        }
    }
}
