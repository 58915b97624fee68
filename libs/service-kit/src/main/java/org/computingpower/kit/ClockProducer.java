package org.computingpower.kit;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The system clock as a bean; a test replaces it by a bean of its own. */
@ApplicationScoped
public class ClockProducer {
    /** Wall clock, UTC. */
    @Produces
    @Singleton
    @DefaultBean
    InstantSource clock() {
        return InstantSource.system();
    }
}
