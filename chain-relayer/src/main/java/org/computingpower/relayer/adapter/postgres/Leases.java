package org.computingpower.relayer.adapter.postgres;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;

/** Leases with fencing tokens. Database time decides, so skewed clocks of instances do no harm. */
final class Leases {

    private static final String TAKE =
            "insert into lease as l (name, holder, token, leased_until) values ($1, $2, 1, now() + $3 * interval '1 ms')"
                    + " on conflict (name) do update set"
                    + " token = case when l.holder = excluded.holder then l.token else l.token + 1 end,"
                    + " holder = excluded.holder, leased_until = excluded.leased_until"
                    + " where l.holder = excluded.holder or l.leased_until < now()"
                    + " returning token";

    private Leases() {}

    /** The token if the holder has the lease now; empty if somebody else does. */
    static OptionalLong take(Database database, String name, UUID holder, Duration term) {
        return database.rows(TAKE, name, holder, term.toMillis()).stream()
                .mapToLong(row -> row.getLong(0))
                .findFirst();
    }
}
