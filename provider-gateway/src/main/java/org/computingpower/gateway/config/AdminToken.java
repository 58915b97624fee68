package org.computingpower.gateway.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The token of the admin interface. */
public final class AdminToken {
    private final byte[] token;

    AdminToken(String token) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether this is the token; takes the same time for every wrong one of its length. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(token, candidate.getBytes(StandardCharsets.UTF_8));
    }
}
