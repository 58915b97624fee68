package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.Bytes32;

/**
 * A node's opening of a commitment, signed by the node key.
 *
 * @param challengeId the challenge C of the puzzle
 * @param revealHash SHA-256 of the coded nonces
 */
public record Reveal(Bytes32 challengeId, Bytes32 revealHash) implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE =
            StructType.of(ContractName.STAKE_MANAGER, "Reveal(bytes32 challengeId,bytes32 revealHash)");

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(challengeId, revealHash);
    }
}
