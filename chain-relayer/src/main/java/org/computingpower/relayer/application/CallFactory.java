package org.computingpower.relayer.application;

import java.util.List;
import org.computingpower.relayer.domain.ContractCall;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.AttestationRecord;
import org.computingpower.terms.signed.SettlementBatch;

/** Encodes the market's calls. */
public interface CallFactory {

    /** Writes a record with a quorum's signatures, ascending by signer. */
    ContractCall recordAttestation(AttestationRecord record, List<Signature> signatures);

    /**
     * Settles a batch with a quorum's signatures, ascending by signer.
     *
     * @throws IllegalArgumentException if an amount is above what any deposit can be
     */
    ContractCall settle(SettlementBatch batch, List<Signature> signatures);
}
