package org.computingpower.attestation;

import io.quarkus.test.common.WithTestResource;
import jakarta.inject.Inject;
import org.computingpower.attestation.domain.Market;
import org.computingpower.events.Topic;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A validator's service on a real broker and a real PostgreSQL, and who meets it from outside. */
@WithTestResource(SimulatedMarket.class)
abstract class RunningValidator {
    @Inject
    Market market;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    AttestationClient client;

    @BeforeEach
    void open() {
        client = new AttestationClient(market, bootstrapServers, Topic.ATTESTATION_VERDICTS);
        client.activate(AttestationClient.POLICY);
    }

    @AfterEach
    void close() {
        client.close();
    }
}
