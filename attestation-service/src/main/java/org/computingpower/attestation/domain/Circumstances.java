package org.computingpower.attestation.domain;

import java.time.Instant;
import java.util.Optional;
import org.computingpower.sgx.dcap.appraise.LastAccepted;

/**
 * What a judgment depends on besides the evidence.
 *
 * @param now the instant of the judgment
 * @param receivedAt when this validator got the evidence
 * @param node what the registry says of the node
 * @param block the block that the evidence names, if it is finalized
 * @param policy the policy in force
 * @param collateral collateral for the quote
 * @param lastAccepted with which TCB the node was accepted last
 */
public record Circumstances(
        Instant now,
        Instant receivedAt,
        Optional<RegisteredNode> node,
        Optional<FinalizedBlock> block,
        Optional<ActivePolicy> policy,
        CollateralAnswer collateral,
        Optional<LastAccepted> lastAccepted) {

    /** When the TCB recovery of the collateral's evaluation number was published, if that is known. */
    Optional<Instant> tcbRecovery() {
        return switch (collateral) {
            case CollateralAnswer.Available available -> available.tcbRecovery();
            case CollateralAnswer.Refused refused -> Optional.empty();
            case CollateralAnswer.Missing missing -> Optional.empty();
        };
    }

    /** Whether something is missing that is probably under way, so that a judgment would be premature. */
    public boolean isIncomplete() {
        boolean collateralMayCome = switch (collateral) {
            case CollateralAnswer.Missing missing -> missing.mayHeal();
            case CollateralAnswer.Available available -> false;
            case CollateralAnswer.Refused refused -> false;
        };
        return node.isEmpty() || block.isEmpty() || policy.isEmpty() || collateralMayCome;
    }
}
