package org.computingpower.events;

import java.util.List;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Signature;
import org.jspecify.annotations.Nullable;

/** Topic {@code challenge.cosignatures.v1}, key batchId, published by every validator. */
public sealed interface ChallengeCosignatureEvent extends MarketEvent {

    /** The validator that answers. */
    Address validator();

    /** Digest of the batch it answers. */
    Bytes32 batchId();

    @Override
    default String key() {
        return batchId().toString();
    }

    /**
     * The validator computed the same batch and signed it.
     *
     * @param validator the signing validator
     * @param batchId digest of the batch
     * @param signature its signature over the batch
     */
    record BatchCosigned(Address validator, Bytes32 batchId, Signature signature)
            implements ChallengeCosignatureEvent {}

    /**
     * The validator computed other amounts. The orders it names are left out of the next batch and alarmed.
     *
     * @param validator the refusing validator
     * @param batchId digest of the batch
     * @param refusals every item it computes differently; never empty
     * @param signature its signature over the refusal, absent in the first protocol version
     */
    record BatchRefused(
            Address validator,
            Bytes32 batchId,
            List<BatchRefusal> refusals,
            @Nullable Signature signature) implements ChallengeCosignatureEvent {
        /** Copies the list. */
        public BatchRefused {
            refusals = List.copyOf(refusals);
        }
    }
}
