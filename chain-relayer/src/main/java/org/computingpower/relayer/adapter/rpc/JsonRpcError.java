package org.computingpower.relayer.adapter.rpc;

import com.fasterxml.jackson.databind.JsonNode;

/** An endpoint answered with an error object. */
public final class JsonRpcError extends Exception {

    private static final long serialVersionUID = 1L;

    private final int code;
    private final transient JsonNode data;

    JsonRpcError(int code, String message, JsonNode data) {
        super(message);
        this.code = code;
        this.data = data;
    }

    /** The error's code. */
    public int code() {
        return code;
    }

    /** The endpoint's words. */
    public String text() {
        return String.valueOf(getMessage());
    }

    /** The error's data, a missing node if there is none. */
    public JsonNode data() {
        return data;
    }
}
