package org.computingpower.kit.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.hibernate.validator.runtime.jaxrs.ResteasyReactiveViolationException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import org.computingpower.kit.Traceparent;
import org.computingpower.kit.outbox.OutboxFullException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure leaves a service as {@code application/problem+json}; what nobody foresaw as 500 without a detail. */
public class ProblemMappers {
    /** Media type of RFC 9457. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final int MAX_VIOLATIONS = 20;
    private static final Map<Integer, Problem> BY_STATUS = Map.of(
            400,
            Problem.invalid("The request is malformed."),
            401,
            unauthorized(),
            403,
            Problem.forbidden("The caller may not do this."),
            404,
            Problem.notFound("There is nothing here."),
            405,
            new Problem("method-not-allowed", "Method not allowed", 405, "This method is not offered here."),
            406,
            new Problem("not-acceptable", "Not acceptable", 406, "No offered media type is accepted."),
            413,
            new Problem("too-large", "Too large", 413, "The body is larger than 256 KiB."),
            415,
            new Problem("unsupported-media-type", "Unsupported media type", 415, "Send application/json."));

    @ServerExceptionMapper
    Response problem(Problem problem, UriInfo uri) {
        return response(problem, uri);
    }

    @ServerExceptionMapper
    Response full(OutboxFullException failure, UriInfo uri) {
        return response(
                new Problem("overloaded", "Overloaded", 503, "Too many events wait to be published; try again later."),
                uri);
    }

    @ServerExceptionMapper
    Response violations(ResteasyReactiveViolationException failure, UriInfo uri) {
        return violations((ConstraintViolationException) failure, uri);
    }

    @ServerExceptionMapper
    Response violations(ConstraintViolationException failure, UriInfo uri) {
        List<Map<String, String>> violations = failure.getConstraintViolations().stream()
                .limit(MAX_VIOLATIONS)
                .map(ProblemMappers::violation)
                .toList();
        return response(
                new Problem(
                        "invalid-request",
                        "Invalid request",
                        400,
                        "The request breaks " + violations.size() + " rules.",
                        Map.of("violations", violations)),
                uri);
    }

    @ServerExceptionMapper
    Response mismatch(MismatchedInputException failure, UriInfo uri) {
        return malformed(uri);
    }

    @ServerExceptionMapper
    Response json(JsonProcessingException failure, UriInfo uri) {
        return malformed(uri);
    }

    @ServerExceptionMapper
    Response unauthorized(UnauthorizedException failure, UriInfo uri) {
        return response(unauthorized(), uri);
    }

    @ServerExceptionMapper
    Response unauthorized(AuthenticationFailedException failure, UriInfo uri) {
        return response(unauthorized(), uri);
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException failure, UriInfo uri) {
        return response(Problem.forbidden("The caller's role may not do this."), uri);
    }

    @ServerExceptionMapper
    Response known(WebApplicationException failure, UriInfo uri) {
        int status = failure.getResponse().getStatus();
        if (status < 400) {
            return failure.getResponse();
        }
        Problem problem = BY_STATUS.get(status);
        return problem == null ? unexpected(failure, uri) : response(problem, uri);
    }

    @ServerExceptionMapper
    Response unexpected(Throwable failure, UriInfo uri) {
        LOG.errorf(failure, "Request failed: path=%s traceId=%s", uri.getPath(), Traceparent.traceId());
        return response(
                new Problem("internal-error", "Internal error", 500, "The service failed; quote the trace id."), uri);
    }

    private static Problem unauthorized() {
        return new Problem("unauthorized", "Unauthorized", 401, "A valid access token is needed.");
    }

    private static Response malformed(UriInfo uri) {
        return response(Problem.invalid("The body is not the JSON that is expected here."), uri);
    }

    private static Map<String, String> violation(ConstraintViolation<?> violation) {
        String path = violation.getPropertyPath().toString();
        // The first node is the Java method: an internal name.
        return Map.of("field", path.substring(path.indexOf('.') + 1), "message", violation.getMessage());
    }

    private static Response response(Problem problem, UriInfo uri) {
        Response.ResponseBuilder response = Response.status(problem.status())
                .type(MEDIA_TYPE)
                .entity(problem.members(uri.getPath(), Traceparent.traceId()));
        if (problem.status() == 401) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        if (problem.status() == 503) {
            response.header(HttpHeaders.RETRY_AFTER, problem.retryAfterSeconds());
        }
        return response.build();
    }
}
