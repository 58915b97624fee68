package org.computingpower.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;
import java.util.Map;
import org.computingpower.cli.session.Json;

/** One run of cpctl in this JVM and what came of it. */
record Run(int exitCode, String out, String err) {
    static Run of(Map<String, String> environment, String... args) {
        return of(environment, InstantSource.system(), args);
    }

    static Run of(Map<String, String> environment, InstantSource clock, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Cpctl.run(new PrintWriter(out), new PrintWriter(err), environment, clock, args);
        return new Run(code, out.toString(), err.toString());
    }

    JsonNode json() {
        return Json.parse(out, "the output");
    }
}
