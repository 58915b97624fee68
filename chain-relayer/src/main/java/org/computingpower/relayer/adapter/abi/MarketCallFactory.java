package org.computingpower.relayer.adapter.abi;

import java.util.List;
import org.computingpower.relayer.application.CallFactory;
import org.computingpower.relayer.domain.ContractCall;
import org.computingpower.terms.Address;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.AttestationRecord;
import org.computingpower.terms.signed.SettlementBatch;

/**
 * Calls of one market's contracts.
 *
 * @param nodeRegistry where attestations go
 * @param orderEscrow where batches go
 */
public record MarketCallFactory(Address nodeRegistry, Address orderEscrow) implements CallFactory {

    @Override
    public ContractCall recordAttestation(AttestationRecord record, List<Signature> signatures) {
        return MarketCalls.recordAttestation(nodeRegistry, record, signatures);
    }

    @Override
    public ContractCall settle(SettlementBatch batch, List<Signature> signatures) {
        return MarketCalls.settle(orderEscrow, batch, signatures);
    }
}
