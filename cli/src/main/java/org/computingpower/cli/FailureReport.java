package org.computingpower.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import org.computingpower.cli.chain.RpcRefusal;
import org.computingpower.cli.http.ApiRefusal;
import org.computingpower.cli.http.NextSteps;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import picocli.CommandLine;

/** Tells why a command failed: title, detail and what to do next; as one JSON object if JSON was asked for. */
final class FailureReport implements CommandLine.IExecutionExceptionHandler {
    private static final int REFUSED = 1;

    private final Session session;

    FailureReport(Session session) {
        this.session = session;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        switch (failure) {
            case ApiRefusal refusal ->
                tell(refusal.problem(), refusal.title(), refusal.detail(), NextSteps.after(refusal));
            case CliException refused -> tell(Json.object(), String.valueOf(refused.getMessage()), "", refused.next());
            case RpcRefusal refusal ->
                tell(Json.object(), "The chain refused", String.valueOf(refusal.getMessage()), "");
            case UncheckedIOException broken ->
                tell(Json.object(), String.valueOf(broken.getMessage()), String.valueOf(broken.getCause()), "");
            case IllegalArgumentException malformed ->
                tell(Json.object(), "Not understood", String.valueOf(malformed.getMessage()), "");
            default -> throw failure;
        }
        return REFUSED;
    }

    private void tell(ObjectNode json, String title, String detail, String next) {
        if (session.output().isJson()) {
            json.put("title", title).put("detail", detail).put("next", next);
            session.output().progress(Json.pretty(json));
            return;
        }
        session.output().progress(detail.isEmpty() ? title : title + ": " + detail);
        if (!next.isEmpty()) {
            session.output().progress("Next: " + next);
        }
        if (json.has("rejected")) {
            session.output().progress("Rejected: " + json.path("rejected"));
        }
        if (json.has("alternatives")) {
            session.output().progress("Alternatives: " + json.path("alternatives"));
        }
        json.path("violations")
                .forEach(violation -> session.output()
                        .progress("  " + violation.path("field").asText() + ": "
                                + violation.path("message").asText()));
    }
}
