package org.computingpower.terms.signed;

import java.util.List;

/**
 * A validator's word that an epoch has no round, for all nodes.
 *
 * @param setVersion version of the validator set
 * @param epoch the epoch
 * @param cause why, as a small code
 */
public record RoundWaived(long setVersion, long epoch, int cause) implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE =
            StructType.of(ContractName.STAKE_MANAGER, "RoundWaived(uint64 setVersion,uint64 epoch,uint8 cause)");

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(setVersion, epoch, cause);
    }
}
