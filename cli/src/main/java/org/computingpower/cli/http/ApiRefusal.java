package org.computingpower.cli.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serial;

/** A service refused: what its {@code application/problem+json} says (RFC 9457). */
public final class ApiRefusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TYPE_PREFIX = "https://computingpower.org/problems/";
    private static final int MAX_DETAIL = 2_000;

    private final int status;
    private final transient ObjectNode problem;

    private ApiRefusal(int status, ObjectNode problem) {
        super(problem.path("title").asText());
        this.status = status;
        this.problem = problem;
    }

    /** Reads the body of a refusal; one that is no problem+json becomes the detail of one. */
    public static ApiRefusal of(int status, String body) {
        try {
            JsonNode tree = JSON.readTree(body);
            if (tree instanceof ObjectNode problem && problem.path("title").isTextual()) {
                return new ApiRefusal(status, problem);
            }
        } catch (JsonProcessingException e) {
            // Not a platform's service: its words are shown below.
        }
        String detail = body.length() > MAX_DETAIL ? body.substring(0, MAX_DETAIL) : body;
        return new ApiRefusal(
                status,
                JSON.createObjectNode()
                        .put("type", "about:blank")
                        .put("title", "HTTP " + status)
                        .put("status", status)
                        .put("detail", detail));
    }

    public int status() {
        return status;
    }

    /** The end of the stable type URI, such as {@code wallet-not-bound}. */
    public String slug() {
        String type = problem.path("type").asText();
        return type.startsWith(TYPE_PREFIX) ? type.substring(TYPE_PREFIX.length()) : type;
    }

    public String title() {
        return problem.path("title").asText();
    }

    public String detail() {
        return problem.path("detail").asText();
    }

    /** The whole problem with its extras; a copy. */
    public ObjectNode problem() {
        return problem.deepCopy();
    }
}
