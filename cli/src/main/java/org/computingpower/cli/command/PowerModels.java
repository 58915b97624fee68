package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.cli.session.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the device catalog. */
@Command(
        name = "models",
        description = "List the device models that the registry knows, with the bounds of their rates and the sources.")
final class PowerModels implements Callable<Integer> {
    private final Session session;

    @Option(names = "--kind", paramLabel = "CPU|GPU", description = "Of one kind only.")
    private DeviceOption.@Nullable Kind kind;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit = 100;

    PowerModels(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        DeviceOption.Kind wanted = kind;
        Map<String, String> filters = wanted == null ? Map.of() : Map.of("kind", wanted.name());
        List<JsonNode> models = session.platform().list("/api/registry/v1/device-models", filters, limit);
        ObjectNode json = Json.object();
        json.putArray("items").addAll(models);
        session.output().result(json, out -> {
            Table table = Table.of("MODEL", "KIND", "LOWEST H/s", "TYPICAL H/s", "HIGHEST H/s", "SOURCE");
            models.forEach(model -> table.row(
                    model.path("vendor").asText() + " " + model.path("model").asText(),
                    model.path("kind").asText(),
                    model.path("lowest").asText(),
                    model.path("typical").asText(),
                    model.path("highest").asText(),
                    model.path("provenance").asText() + " "
                            + model.path("source").asText()));
            table.print(out);
            out.println("A device is rated outside its model below the lowest rate and above 1.25 times the highest.");
        });
        return 0;
    }
}
