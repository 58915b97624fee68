package org.computingpower.relayer.application;

import java.util.Comparator;
import java.util.List;
import org.computingpower.events.RegistryNodeEvent.NodeAttested;
import org.computingpower.events.SettlementBatchEvent.BatchReady;
import org.computingpower.events.SignedBy;
import org.computingpower.relayer.domain.Intent;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.MarketDomains;

/** Turns what other services decided into intents. The contracts check the signatures; nothing is believed twice here. */
public final class TakeIntents {

    private final CallFactory calls;
    private final MarketDomains domains;

    /** For one market. */
    public TakeIntents(CallFactory calls, MarketDomains domains) {
        this.calls = calls;
        this.domains = domains;
    }

    /** The intent to record an attestation. */
    public Intent of(NodeAttested event) {
        return new Intent(
                Intent.attestId(event.record().nodeId(), event.record().seq()),
                Intent.Kind.ATTEST,
                calls.recordAttestation(event.record(), ascending(event.signatures())));
    }

    /**
     * The intent to settle a batch.
     *
     * @throws IllegalArgumentException if the id is not the digest of the batch: its effect could not be recognized
     */
    public Intent of(BatchReady event) {
        if (!event.batch().batchId(domains).equals(event.batchId())) {
            throw new IllegalArgumentException("batchId is not the digest of the batch: " + event.batchId());
        }
        return new Intent(
                Intent.settleId(event.batchId()),
                Intent.Kind.SETTLE,
                calls.settle(event.batch(), ascending(event.signatures())));
    }

    private static List<Signature> ascending(List<SignedBy> signatures) {
        return signatures.stream()
                .sorted(Comparator.comparing(SignedBy::signer))
                .map(SignedBy::signature)
                .toList();
    }
}
