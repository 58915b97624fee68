package org.computingpower.attestation.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.computingpower.attestation.application.BlockStore;
import org.computingpower.attestation.domain.FinalizedBlock;
import org.computingpower.terms.Bytes32;

/** Finalized blocks. */
@ApplicationScoped
class BlockTable implements BlockStore {
    @Override
    public Uni<Void> add(SqlClient transaction, List<FinalizedBlock> blocks) {
        return transaction
                .preparedQuery("insert into finalized_block (number, hash, time)"
                        + " select * from unnest($1::bigint[], $2::text[], $3::timestamptz[]) on conflict do nothing")
                .execute(Tuple.of(
                        blocks.stream().map(FinalizedBlock::number).toArray(Long[]::new),
                        blocks.stream().map(block -> block.hash().toString()).toArray(String[]::new),
                        blocks.stream().map(block -> Sql.time(block.time())).toArray(OffsetDateTime[]::new)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Optional<FinalizedBlock>> latest(SqlClient client) {
        return client.preparedQuery("select number, hash, time from finalized_block order by number desc limit 1")
                .execute()
                .map(rows -> Sql.rows(rows).findFirst().map(BlockTable::read));
    }

    /** One query: each batch of submissions asks for it. */
    @Override
    public Uni<Named> named(SqlClient client, Collection<Long> numbers) {
        return client.preparedQuery("select number, hash, time from finalized_block"
                        + " where number = any($1) or number = (select max(number) from finalized_block)"
                        + " order by number")
                .execute(Tuple.of((Object) numbers.toArray(Long[]::new)))
                .map(rows -> {
                    List<FinalizedBlock> found =
                            Sql.rows(rows).map(BlockTable::read).toList();
                    return new Named(
                            found.stream().collect(Collectors.toMap(FinalizedBlock::number, Function.identity())),
                            found.isEmpty() ? Optional.empty() : Optional.of(found.getLast()));
                });
    }

    @Override
    public Uni<Map<Long, FinalizedBlock>> find(SqlClient client, Collection<Long> numbers) {
        return client.preparedQuery("select number, hash, time from finalized_block where number = any($1)")
                .execute(Tuple.of((Object) numbers.toArray(Long[]::new)))
                .map(rows -> Sql.rows(rows)
                        .map(BlockTable::read)
                        .collect(Collectors.toMap(FinalizedBlock::number, Function.identity())));
    }

    @Override
    public Uni<Void> forget(SqlClient client, Instant before) {
        return client.preparedQuery("delete from finalized_block where time < $1"
                        + " and number < (select max(number) from finalized_block)")
                .execute(Tuple.of(Sql.time(before)))
                .replaceWithVoid();
    }

    private static FinalizedBlock read(Row row) {
        return new FinalizedBlock(row.getLong("number"), Bytes32.parse(row.getString("hash")), Sql.time(row, "time"));
    }
}
