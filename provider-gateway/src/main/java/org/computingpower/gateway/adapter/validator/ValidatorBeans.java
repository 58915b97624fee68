package org.computingpower.gateway.adapter.validator;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.http.HttpClient;
import java.time.Duration;
import org.computingpower.gateway.application.solver.Validators;
import org.computingpower.terms.market.MarketFile;

/** The validators of the market file. */
public class ValidatorBeans {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);
    /** A validator writes at least a comment that often. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);
    /** So many missing comments mean a dead connection, however long an epoch is. */
    private static final int MISSING_COMMENTS = 3;

    /** Of the market's validators. */
    static final ValidatorHttp.Patience PATIENCE =
            new ValidatorHttp.Patience(LONGEST_ANSWER, KEEP_ALIVE.multipliedBy(MISSING_COMMENTS));

    @Produces
    @Singleton
    Validators validators(MarketFile market, ObjectMapper json) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        return new Validators(market.validators().stream()
                .map(validator -> new ValidatorHttp(validator, PATIENCE, client, json))
                .map(org.computingpower.gateway.application.solver.Validator.class::cast)
                .toList());
    }
}
