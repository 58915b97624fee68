package org.computingpower.attestation.domain;

import java.time.Instant;
import java.util.Optional;
import org.computingpower.sgx.dcap.appraise.LastAccepted;
import org.computingpower.sgx.dcap.collateral.TcbRecoveries;

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

    /** When TCB recoveries were published, as far as that is known. */
    TcbRecoveries recoveries() {
        return switch (collateral) {
            case CollateralAnswer.Available available -> available.recoveries();
            case CollateralAnswer.Refused refused -> TcbRecoveries.none();
            case CollateralAnswer.Missing missing -> TcbRecoveries.none();
        };
    }

    /** Whether something is missing that is probably under way, so that a judgment would be premature. */
    public boolean isIncomplete() {
        boolean collateralMayCome = switch (collateral) {
            case CollateralAnswer.Missing missing -> missing.mayHeal();
            case CollateralAnswer.Available available -> false;
            case CollateralAnswer.Refused refused -> refused.mayHeal();
        };
        return node.isEmpty() || block.isEmpty() || policy.isEmpty() || collateralMayCome;
    }
}
