package org.computingpower.cli.evidence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.computingpower.cli.session.Table;
import org.computingpower.sgx.dcap.appraise.Check.Outcome;

/**
 * The rules that were checked here, as people and scripts read them.
 *
 * @param all every rule, in the order of checking
 */
public record NamedChecks(List<NamedCheck> all) {
    public NamedChecks {
        all = List.copyOf(all);
    }

    /** No rule failed, and at least one was checked; what was left out does not count. */
    public boolean isAccepted() {
        return all.stream().noneMatch(check -> check.outcome() == Outcome.FAIL)
                && all.stream().anyMatch(check -> check.outcome() == Outcome.PASS);
    }

    /** What failed and why, in one line. */
    public String failures() {
        return all.stream()
                .filter(check -> check.outcome() == Outcome.FAIL)
                .map(check -> check.name() + ": " + check.detail())
                .collect(Collectors.joining("; "));
    }

    /** Writes them into the member {@code checks}. */
    public void putInto(ObjectNode json) {
        ArrayNode list = json.putArray("checks");
        all.forEach(check -> list.addObject()
                .put("name", check.name())
                .put("outcome", check.outcome().name())
                .put("detail", check.detail()));
    }

    /** One line per rule. */
    public void print(PrintWriter out) {
        Table table = Table.of("CHECK", "OUTCOME", "DETAIL");
        all.forEach(check -> table.row(check.name(), check.outcome().name(), check.detail()));
        table.print(out);
    }
}
