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
    /** Every epoch has events, so two epochs of silence mean a dead connection. */
    private static final int SILENT_EPOCHS = 2;

    @Produces
    @Singleton
    Validators validators(MarketFile market, ObjectMapper json) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        ValidatorHttp.Patience patience = new ValidatorHttp.Patience(
                LONGEST_ANSWER, Duration.ofSeconds((long) SILENT_EPOCHS * market.epochSeconds() + 1));
        return new Validators(market.validators().stream()
                .map(validator -> new ValidatorHttp(validator, patience, client, json))
                .map(org.computingpower.gateway.application.solver.Validator.class::cast)
                .toList());
    }
}
