package org.computingpower.settlement.application;

import java.util.Optional;
import java.util.Set;
import org.computingpower.settlement.domain.batch.BatchSchedule;
import org.computingpower.settlement.domain.order.Rules;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.EpochClock;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.Secp256k1;
import org.computingpower.terms.signed.MarketDomains;
import org.computingpower.terms.signed.SignedType;

/**
 * What this service needs of the market file.
 *
 * @param domains the EIP-712 domains
 * @param rules how windows are settled
 * @param batches when batches are made
 */
public record Market(MarketDomains domains, Rules rules, BatchSchedule batches) {

    /** Cuts time into epochs. */
    public EpochClock clock() {
        return rules.clock();
    }

    /** Members of the validator set. */
    public Set<Address> validators() {
        return rules.roster().members();
    }

    /** Signatures that make a quorum. */
    public int threshold() {
        return rules.roster().threshold();
    }

    /** Version of the validator set; a statement under another version counts nothing. */
    public long setVersion() {
        return rules.roster().setVersion();
    }

    /** The digest of a statement if a member of the set signed it under the claimed address; empty otherwise. */
    public Optional<Bytes32> verified(Address validator, SignedType statement, Signature signature) {
        Bytes32 digest = statement.digest(domains);
        return isSignedBy(validator, digest, signature) ? Optional.of(digest) : Optional.empty();
    }

    /** Whether a member of the set signed a digest under the claimed address. */
    public boolean isSignedBy(Address validator, Bytes32 digest, Signature signature) {
        return validators().contains(validator)
                && Secp256k1.recoverAddress(digest, signature)
                        .filter(validator::equals)
                        .isPresent();
    }
}
