package org.computingpower.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import org.computingpower.cli.http.GatewayAdmin;
import org.computingpower.cli.session.Session;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the gateway of a registered node is administered, if not as it was registered. */
final class GatewayOptions {
    @Option(names = "--gateway", paramLabel = "URL", description = "Admin address (default: as registered).")
    private @Nullable String gateway;

    @Option(
            names = "--admin-token-file",
            paramLabel = "FILE",
            description = "Its admin token (default: as registered).")
    private @Nullable Path adminTokenFile;

    /** The node's gateway. */
    GatewayAdmin open(Session session, String nodeId) {
        return GatewayFile.open(session, nodeId, Optional.ofNullable(gateway), Optional.ofNullable(adminTokenFile));
    }
}
