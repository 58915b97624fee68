package org.computingpower.events;

import java.time.Instant;
import java.util.UUID;
import org.computingpower.terms.Address;

/** Topic {@code registry.accounts.v1}, key accountId, published by registry-service alone. */
public sealed interface RegistryAccountEvent extends MarketEvent {

    /** The account the fact is about. */
    UUID accountId();

    @Override
    default String key() {
        return accountId().toString();
    }

    /**
     * An account exists.
     *
     * @param accountId id of the account, UUIDv7
     * @param subject the OIDC subject that owns it
     * @param role what it may act as
     * @param registeredAt when it was created
     */
    record AccountRegistered(UUID accountId, String subject, AccountRole role, Instant registeredAt)
            implements RegistryAccountEvent {}

    /**
     * A wallet proved by Sign-In with Ethereum belongs to the account. One wallet is bound to one subject only.
     *
     * @param accountId id of the account
     * @param subject the OIDC subject that owns it
     * @param address the wallet
     * @param boundAt when the proof was accepted
     */
    record WalletBound(UUID accountId, String subject, Address address, Instant boundAt)
            implements RegistryAccountEvent {}
}
