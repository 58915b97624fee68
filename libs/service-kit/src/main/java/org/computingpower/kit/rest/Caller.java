package org.computingpower.kit.rest;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.Set;

/**
 * Who makes this request: the verified access token. Read {@link #subject()} in the resource method, before detached or
 * later work; ownership belongs into the query itself ({@code where owner = :subject}).
 */
@RequestScoped
public class Caller {
    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** Claim {@code sub}: the account at the issuer. */
    public String subject() {
        if (identity.isAnonymous()) {
            throw new Problem("unauthorized", "Unauthorized", 401, "A valid access token is needed.");
        }
        return identity.getPrincipal().getName();
    }

    /** Claim {@code roles}. */
    public Set<String> roles() {
        return Set.copyOf(identity.getRoles());
    }

    /** Whether the caller has the role; see {@link Roles}. */
    public boolean hasRole(String role) {
        return identity.hasRole(role);
    }
}
