package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.Address;

/**
 * The leader's call of exactly the threshold number of validators to open a round.
 *
 * @param setVersion version of the validator set
 * @param epoch the epoch
 * @param part part of the epoch: 0 primary, 1 reserve
 * @param signers the validators called, ascending by address
 */
public record RoundCall(long setVersion, long epoch, int part, List<Address> signers) implements SignedType {

    /** The EIP-712 type. */
    public static final StructType TYPE = StructType.of(
            ContractName.STAKE_MANAGER, "RoundCall(uint64 setVersion,uint64 epoch,uint8 part,address[] signers)");

    /** Copies the list. */
    public RoundCall {
        signers = List.copyOf(signers);
    }

    @Override
    public StructType type() {
        return TYPE;
    }

    @Override
    public List<Object> values() {
        return List.of(setVersion, epoch, part, signers);
    }
}
