package org.computingpower.attestation.domain;

import java.time.Duration;
import java.time.Instant;
import org.computingpower.terms.NodeId;

/** Why evidence is not even judged. */
public sealed interface EvidenceRefusal {

    /** Who has to sign the envelope. */
    enum Signer {
        NODE_KEY,
        STAKE_ACCOUNT
    }

    /** For people; the same at every validator. */
    String detail();

    /** A part is empty or longer than allowed. */
    record WrongSize(String part, int foundBytes, int maximumBytes) implements EvidenceRefusal {
        @Override
        public String detail() {
            return part + " has " + foundBytes + " bytes, allowed are 1 to " + maximumBytes;
        }
    }

    /** The node id is not that of the node key. */
    record NotTheNodesKey(NodeId nodeId) implements EvidenceRefusal {
        @Override
        public String detail() {
            return "the public key is not the key of " + nodeId;
        }
    }

    /** The signed envelope speaks of something else than what came with it. */
    record EnvelopeMismatch(String member) implements EvidenceRefusal {
        @Override
        public String detail() {
            return "the envelope's " + member + " is not that of the evidence";
        }
    }

    /** The envelope is not signed by whom it must be. */
    record NotSigned(Signer signer) implements EvidenceRefusal {
        @Override
        public String detail() {
            return switch (signer) {
                case NODE_KEY -> "the envelope is not signed by the node key";
                case STAKE_ACCOUNT -> "the envelope is not signed by the stake account";
            };
        }
    }

    /** The block is not known to be finalized. */
    record BlockNotFinalized(long blockNumber) implements EvidenceRefusal {
        @Override
        public String detail() {
            return "block " + blockNumber + " is not known as finalized";
        }
    }

    /** The block is too old. */
    record BlockTooOld(long blockNumber, Instant blockTime, Duration maxAge) implements EvidenceRefusal {
        @Override
        public String detail() {
            return "block " + blockNumber + " of " + blockTime + " was older than " + maxAge.toSeconds() + " seconds";
        }
    }

    /** The node used this block before. */
    record BlockUsed(NodeId nodeId, long blockNumber) implements EvidenceRefusal {
        @Override
        public String detail() {
            return "evidence over block " + blockNumber + " was accepted from " + nodeId + " before";
        }
    }
}
