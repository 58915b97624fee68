package org.computingpower.terms.signed;

import java.util.List;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;

/** A value of an EIP-712 struct type. */
public sealed interface TypedStruct permits SignedType, SettlementItem {

    /** The struct type. */
    StructType type();

    /** The values of the fields, in the order of the type. */
    List<Object> values();

    /**
     * {@code hashStruct} of EIP-712.
     *
     * @throws IllegalArgumentException if a value does not fit its Solidity type
     */
    default Bytes32 structHash() {
        return Digests.keccak256(encodedData());
    }

    /** The preimage of the struct hash: the type hash and one word per field. */
    default byte[] encodedData() {
        return StructEncoder.encode(type(), values());
    }
}
