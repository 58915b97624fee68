package org.computingpower.cli.session;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.function.Consumer;

/** Results go to the first writer, as text for people or as JSON for scripts; progress goes to the second. */
public final class Output {
    private final PrintWriter out;
    private final PrintWriter err;
    private final GlobalOptions options;

    public Output(PrintWriter out, PrintWriter err, GlobalOptions options) {
        this.out = out;
        this.err = err;
        this.options = options;
    }

    /** Prints a result in the form that was asked for. */
    public void result(JsonNode json, Consumer<PrintWriter> text) {
        if (options.isJson()) {
            out.println(Json.pretty(json));
        } else {
            text.accept(out);
        }
        out.flush();
    }

    /** Prints text as it is, whatever the form. */
    public void raw(String text) {
        out.print(text);
        out.flush();
    }

    /** Tells what is going on. */
    public void progress(String line) {
        err.println(line);
        err.flush();
    }

    public boolean isJson() {
        return options.isJson();
    }
}
