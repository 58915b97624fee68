package org.computingpower.local;

import java.util.List;
import java.util.Map;
import org.computingpower.kit.fixture.OidcIssuer;

/**
 * The accounts that every local stack knows, as programs (client credentials with a generated secret) and as people (device
 * code). They exist at the local issuer only.
 */
final class LocalClients {
    private record Account(String id, String role) {}

    private static final List<Account> ACCOUNTS = List.of(
            new Account("operator", "operator"),
            new Account("validator-0", "validator"),
            new Account("validator-1", "validator"),
            new Account("validator-2", "validator"),
            new Account("validator-3", "validator"),
            new Account("provider-1", "provider"),
            new Account("provider-2", "provider"),
            new Account("provider-3", "provider"),
            new Account("provider-4", "provider"),
            new Account("provider-5", "provider"),
            new Account("alice", "user"),
            new Account("bob", "user"),
            new Account("carol", "user"));

    private LocalClients() {}

    static void register(OidcIssuer issuer, Secrets secrets, Map<String, String> clients) {
        for (Account account : ACCOUNTS) {
            String secret = secrets.password("client:" + account.id());
            issuer.addClient(account.id(), secret, account.id(), account.role());
            issuer.addUser(account.id(), account.role());
            clients.put(account.id(), secret);
        }
    }
}
