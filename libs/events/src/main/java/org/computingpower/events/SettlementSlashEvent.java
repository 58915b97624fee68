package org.computingpower.events;

import java.time.Instant;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.Slash;

/** Topic {@code settlement.slashes.v1}, key nodeId, published by settlement-service alone. */
public sealed interface SettlementSlashEvent extends MarketEvent {

    /**
     * The rules ask for a slash.
     *
     * @param slash the statement the validators are asked to sign; holds the hash of the evidence
     * @param reason for people
     * @param evidence JSON text: everything needed to recompute the reason
     * @param proposedAt when it was proposed
     */
    record SlashProposed(Slash slash, String reason, String evidence, Instant proposedAt)
            implements SettlementSlashEvent {
        @Override
        public String key() {
            return slash.nodeId().toString();
        }
    }

    /**
     * A proposed slash ended.
     *
     * @param nodeId the node
     * @param slashNo the number of the slash
     * @param decision how it ended
     * @param amount what was taken, in base units; zero if cancelled
     * @param decidedAt when the decision was final
     */
    record SlashDecided(NodeId nodeId, long slashNo, SlashDecision decision, TokenAmount amount, Instant decidedAt)
            implements SettlementSlashEvent {
        @Override
        public String key() {
            return nodeId.toString();
        }
    }
}
