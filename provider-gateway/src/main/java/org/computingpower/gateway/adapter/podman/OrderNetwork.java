package org.computingpower.gateway.adapter.podman;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * One bridge per order: internal, so that nothing leads out of it and no other order leads in, but with an address for the
 * host, through which the gateway's proxy and probes reach the pod without publishing a port.
 */
final class OrderNetwork {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    /** 10.213.0.0/16 in blocks of 16: 4096 networks, and a collision is found by Podman itself. */
    private static final int BLOCKS = 4096;

    private static final int TRIES = 16;
    private static final int EXISTS = 409;

    private final LibpodClient libpod;
    private final ObjectMapper json;
    private final RandomGenerator random;

    OrderNetwork(LibpodClient libpod, ObjectMapper json, RandomGenerator random) {
        this.libpod = libpod;
        this.json = json;
        this.random = random;
    }

    /** Makes the network if it is not there. */
    void ensure(String name, Map<String, String> labels) throws IOException {
        if (libpod.get("/networks/" + name + "/exists", TIMEOUT).isOk()) {
            return;
        }
        LibpodClient.Answer answer = null;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            answer = libpod.send("POST", "/networks/create", body(name, labels), TIMEOUT);
            if (answer.isOk() || answer.status() == EXISTS) {
                return;
            }
        }
        throw libpod.failure("/networks/create", java.util.Objects.requireNonNull(answer));
    }

    private byte[] body(String name, Map<String, String> labels) throws IOException {
        int block = random.nextInt(BLOCKS) * 16;
        String base = "10.213." + block / 256 + ".";
        ObjectNode network = json.createObjectNode()
                .put("name", name)
                .put("driver", "bridge")
                .put("internal", true)
                .put("dns_enabled", false);
        network.putArray("subnets")
                .addObject()
                .put("subnet", base + block % 256 + "/28")
                .put("gateway", base + (block % 256 + 1));
        ObjectNode labelNode = network.putObject("labels");
        labels.forEach(labelNode::put);
        return json.writeValueAsBytes(network);
    }

    void remove(String name) throws IOException {
        LibpodClient.Answer answer = libpod.send("DELETE", "/networks/" + name + "?force=true", new byte[0], TIMEOUT);
        if (!answer.isOk() && answer.status() != 404) {
            throw libpod.failure("/networks/" + name, answer);
        }
    }

    /** Values of a label at networks that carry another label. */
    Set<String> labeled(String filter, String label) throws IOException {
        Set<String> values = new TreeSet<>();
        for (JsonNode network : libpod.getJson("/networks/json?filters=" + filter, TIMEOUT)) {
            JsonNode value = network.path("labels").path(label);
            if (value.isTextual()) {
                values.add(value.asText());
            }
        }
        return values;
    }
}
