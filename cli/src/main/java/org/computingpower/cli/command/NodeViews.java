package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import org.computingpower.cli.session.Amounts;
import org.computingpower.cli.session.Table;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.market.MarketFile;

/** How nodes are shown to people. */
final class NodeViews {
    private NodeViews() {}

    static void details(JsonNode node, MarketFile market, PrintWriter out) {
        JsonNode facets = node.path("facets");
        Table table = Table.facts()
                .row("node", node.path("nodeId").asText())
                .row(
                        "lifecycle",
                        node.path("lifecycle").asText()
                                + (node.path("listed").asBoolean() ? ", LISTED" : ", not listed"))
                .row("missing", node.path("missing").toString())
                .row(
                        "attestation",
                        facets.path("attestation").path("status").asText() + " "
                                + facets.path("attestation").path("reasons"))
                .row("trust", trust(facets.path("attestation")))
                .row(
                        "stake",
                        facets.path("stake").path("status").asText() + " "
                                + amount(facets.path("stake").path("total"), market))
                .row(
                        "power",
                        facets.path("power").path("status").asText() + " rated "
                                + facets.path("power").path("rated").asText() + " H/s, advertised "
                                + facets.path("power").path("advertised").asText() + " H/s")
                .row("power binding", node.path("powerBinding").asText())
                .row(
                        "shared",
                        node.path("sharedPhiBps").isInt()
                                ? node.path("sharedPhiBps").asInt() + " basis points stay the solver's"
                                : "no, orders have it alone");
        node.path("devices")
                .forEach(device -> table.row("device " + device.path("device").asText(), device(device)));
        table.row("gateway", node.path("gatewayOrigin").asText())
                .row("region", node.path("region").asText())
                .row("price per second", amount(node.path("offer").path("pricePerSecond"), market))
                .print(out);
        for (JsonNode condition : node.path("missing")) {
            if (condition.asText().equals("DEVICE_MODEL")) {
                out.println(
                        "A device is not what it claims to be. Describe all devices rightly and have them measured anew: "
                                + "cpctl node rerate " + node.path("nodeId").asText() + " --device " + DeviceOption.FORM
                                + " (models: cpctl power models)");
            }
        }
    }

    private static String trust(JsonNode attestation) {
        String domain = attestation.path("trustDomain").asText();
        return attestation.hasNonNull("trustRootHash")
                ? domain + ", root " + attestation.path("trustRootHash").asText()
                : domain;
    }

    private static String device(JsonNode device) {
        String claim = device.path("kind").asText() + " " + device.path("model").asText() + ", advertised "
                + device.path("advertisedRate").asText() + " H/s";
        return device.path("r0").asLong() == 0
                ? claim + ", not rated"
                : claim + ", rated " + device.path("r0").asText() + " H/s, measured "
                        + device.path("measuredRate").asText("-") + " H/s, model "
                        + device.path("fit").asText("-");
    }

    static void list(List<JsonNode> nodes, MarketFile market, PrintWriter out) {
        Table table = Table.of("NODE", "STATE", "MISSING", "RATED H/s", "PRICE/s", "REGION", "TRUST", "POWER");
        nodes.forEach(node -> table.row(
                node.path("nodeId").asText(),
                node.path("listed").asBoolean()
                        ? "LISTED"
                        : node.path("lifecycle").asText(),
                node.path("missing").toString(),
                node.path("facets").path("power").path("rated").asText(),
                amount(node.path("offer").path("pricePerSecond"), market),
                node.path("region").asText(),
                node.path("facets").path("attestation").path("trustDomain").asText(),
                node.path("powerBinding").asText()));
        table.print(out);
    }

    static String amount(JsonNode value, MarketFile market) {
        return value.isTextual() ? Amounts.show(TokenAmount.parse(value.asText()), market) : "-";
    }
}
