package org.computingpower.attestation.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.computingpower.attestation.domain.Market;

/** Forgets blocks that no evidence may name any more. */
@ApplicationScoped
public class Retention {
    private static final Duration MARGIN = Duration.ofHours(1);

    private final BlockStore blocks;
    private final Market market;
    private final Pool pool;
    private final InstantSource clock;

    Retention(BlockStore blocks, Market market, Pool pool, InstantSource clock) {
        this.blocks = blocks;
        this.market = market;
        this.pool = pool;
        this.clock = clock;
    }

    /** Evidence may name blocks of twice the highest age, if it arrives late. */
    public Uni<Void> forget() {
        Instant oldest =
                clock.instant().minus(market.blockMaxAge().multipliedBy(2)).minus(MARGIN);
        return blocks.forget(pool, oldest);
    }
}
