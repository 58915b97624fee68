package org.computingpower.power.proof;

import org.computingpower.power.ChallengeInputs;
import org.computingpower.power.Hash32;
import org.computingpower.power.ProofParameters;
import org.computingpower.power.PuzzleKind;
import org.computingpower.power.PuzzleKinds;
import org.computingpower.power.ShareTarget;

/**
 * What one device has to prove in one round, the same for the node and every validator.
 *
 * @param kind the puzzle kind
 * @param parameters the parameters
 * @param nodeId the node
 * @param orderId the order, or zero
 * @param deviceIndex the device
 * @param challenge C
 * @param target T
 */
public record ProofAssignment(
        PuzzleKind kind,
        ProofParameters parameters,
        Hash32 nodeId,
        Hash32 orderId,
        int deviceIndex,
        Hash32 challenge,
        ShareTarget target) {

    /**
     * Derives challenge and target.
     *
     * @throws IllegalArgumentException if this version does not know the puzzle kind, or the device index is out of
     *     bounds
     */
    public static ProofAssignment of(
            ProofParameters parameters, Hash32 epochSeed, Hash32 nodeId, Hash32 orderId, int deviceIndex) {
        PuzzleKind kind = PuzzleKinds.byId(parameters.kind())
                .orElseThrow(() -> new IllegalArgumentException("Unknown puzzle kind " + parameters.kind()))
                .forEpoch(epochSeed);
        Hash32 challenge = kind.derive(new ChallengeInputs(epochSeed, nodeId, orderId, deviceIndex, parameters.hash()));
        return new ProofAssignment(kind, parameters, nodeId, orderId, deviceIndex, challenge, kind.target(parameters));
    }
}
