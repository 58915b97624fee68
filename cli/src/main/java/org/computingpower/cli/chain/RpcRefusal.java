package org.computingpower.cli.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serial;

/** The chain refused a call; if a contract reverted, {@link #data} says why. */
public final class RpcRefusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String data;

    private RpcRefusal(String message, String data) {
        super(message);
        this.data = data;
    }

    static RpcRefusal of(String method, JsonNode error) {
        JsonNode data = error.path("data");
        String hex = data.isTextual() ? data.asText() : data.path("data").asText("");
        return new RpcRefusal(method + ": " + error.path("message").asText("refused"), hex.startsWith("0x") ? hex : "");
    }

    /** What the contract reverted with, as 0x hex; empty if no contract spoke. */
    public String data() {
        return data;
    }
}
