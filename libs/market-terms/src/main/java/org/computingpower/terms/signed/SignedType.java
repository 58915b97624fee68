package org.computingpower.terms.signed;

import java.util.Optional;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.Secp256k1;
import org.computingpower.terms.key.SigningKey;

/**
 * A statement that moves money, power or trust: EIP-712 typed data, signed under the domain of one contract. The types
 * are those of {@code docs/protocol.md}, field by field.
 */
public sealed interface SignedType extends TypedStruct
        permits Offer,
                Order,
                Acceptance,
                Cancel,
                SettlementBatch,
                AccessGrant,
                DataManifest,
                DataReceipt,
                DeploymentStatus,
                BeaconCommitment,
                RoundCall,
                RoundOpen,
                RoundWaived,
                Commit,
                Reveal,
                CommitReceipt,
                PowerVerdict,
                Rating,
                PowerAlarm,
                Slash,
                AttestationRecord,
                AttestationRefusal,
                AttestationStatus,
                EvidenceEnvelope,
                PolicyActivation,
                SetChange {

    /** The contract whose domain this is signed under. */
    default ContractName contract() {
        return type().contract();
    }

    /**
     * {@code keccak256(0x1901 ‖ domainSeparator ‖ hashStruct)} under this type's own domain.
     *
     * @throws IllegalArgumentException if a value does not fit its Solidity type
     */
    default Bytes32 digest(MarketDomains domains) {
        return digest(domains.domainOf(contract()));
    }

    /**
     * The digest under one domain.
     *
     * @throws IllegalArgumentException if the domain is not this type's own, or a value does not fit its Solidity type
     */
    default Bytes32 digest(MarketDomain domain) {
        if (domain.contract() != contract()) {
            throw new IllegalArgumentException(
                    type().name() + " is signed under " + contract() + ", never under " + domain.contract());
        }
        return Digests.keccak256(
                new byte[] {0x19, 0x01},
                domain.separator().toArray(),
                structHash().toArray());
    }

    /** Signs this statement. */
    default Signature sign(SigningKey key, MarketDomains domains) {
        return key.sign(digest(domains));
    }

    /** The address that signed this statement; empty if the signature belongs to no key. */
    default Optional<Address> signer(Signature signature, MarketDomains domains) {
        return Secp256k1.recoverAddress(digest(domains), signature);
    }

    /** Whether exactly this address signed this statement. */
    default boolean isSignedBy(Address address, Signature signature, MarketDomains domains) {
        return signer(signature, domains).filter(address::equals).isPresent();
    }
}
