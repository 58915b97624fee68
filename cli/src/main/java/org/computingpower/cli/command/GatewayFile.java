package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Optional;
import org.computingpower.cli.http.GatewayAdmin;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;

/** Remembers where a node's gateway is administered, so that only {@code node register} has to be told. */
final class GatewayFile {
    private GatewayFile() {}

    static void save(Session session, String nodeId, String url, Path tokenFile) {
        session.home()
                .write(
                        session.home().path("gateways", nodeId + ".json"),
                        Json.pretty(Json.object()
                                .put("url", url)
                                .put(
                                        "adminTokenFile",
                                        tokenFile.toAbsolutePath().toString())));
    }

    static GatewayAdmin open(Session session, String nodeId, Optional<String> url, Optional<Path> tokenFile) {
        Optional<JsonNode> saved = session.home()
                .read(session.home().path("gateways", nodeId + ".json"))
                .map(text -> Json.parse(text, "The gateway's file"));
        String where = url.or(() -> saved.map(file -> Json.text(file, "url"))).orElseThrow(GatewayFile::unknown);
        Path token = tokenFile
                .or(() -> saved.map(file -> Path.of(Json.text(file, "adminTokenFile"))))
                .orElseThrow(GatewayFile::unknown);
        return new GatewayAdmin(session.http(), where, token);
    }

    private static CliException unknown() {
        return new CliException(
                "This profile does not know the node's gateway.",
                "Give --gateway URL and --admin-token-file FILE, as for node register.");
    }
}
