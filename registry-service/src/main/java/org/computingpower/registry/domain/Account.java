package org.computingpower.registry.domain;

import java.time.Instant;
import java.util.UUID;
import org.computingpower.events.AccountRole;

/**
 * One role of a person or program at the platform.
 *
 * @param accountId identifier
 * @param subject OIDC subject
 * @param role what it may do
 * @param registeredAt when it was registered
 */
public record Account(UUID accountId, String subject, AccountRole role, Instant registeredAt) {}
