package org.computingpower.order.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.computingpower.events.Device;
import org.computingpower.events.NodeStake;
import org.computingpower.events.RegistryNodeEvent.NodeChanged;
import org.computingpower.order.application.NodeStore;
import org.computingpower.order.application.PlaceQuote;
import org.computingpower.order.domain.MarketRules;
import org.computingpower.order.domain.Quoting;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.Offer;
import org.computingpower.terms.signed.PolicyActivation;
import org.jspecify.annotations.Nullable;

/** What the registry published. A node is one document; the columns serve the search. */
@ApplicationScoped
class NodeTable implements NodeStore {
    private static final String PUT = "insert into node (node_id, subject, listed, region, data_protection, rated,"
            + " price_per_second, min_seconds, max_seconds, offer_valid_until, offer_token, free_stake, version, shared_phi_bps,"
            + " document) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15::text::jsonb)"
            + " on conflict (node_id) do update set subject = excluded.subject, listed = excluded.listed,"
            + " region = excluded.region, data_protection = excluded.data_protection, rated = excluded.rated,"
            + " price_per_second = excluded.price_per_second, min_seconds = excluded.min_seconds,"
            + " max_seconds = excluded.max_seconds, offer_valid_until = excluded.offer_valid_until,"
            + " offer_token = excluded.offer_token, free_stake = excluded.free_stake, version = excluded.version,"
            + " shared_phi_bps = excluded.shared_phi_bps, document = excluded.document where node.version < excluded.version";

    private static final String RANKS = "array['SIMULATED', 'GATEWAY_ENCLAVE', 'WORKLOAD_TEE']";

    /**
     * Name of each constraint and its condition: $1 node, $2 rate, $3 price, $4 region, $5 protection, $6 duration, $7
     * offer's end, $8 token, $9 basis points of the price that must be free stake, $10 mode.
     */
    private static final Map<String, String> CONSTRAINTS = constraints();

    private static final String FITS = CONSTRAINTS.values().stream()
            .map(condition -> "coalesce(" + condition + ", false)")
            .collect(Collectors.joining(" and "));
    private static final String SCOPE = " from node n where ($1::text is null or n.node_id = $1)";
    private static final String CANDIDATES = "select n.document::text as document" + SCOPE + " and " + FITS
            + " order by n.price_per_second, n.rated desc, n.node_id limit $11";
    private static final String REJECTED = "select "
            + CONSTRAINTS.values().stream()
                    .map(condition -> "count(*) filter (where not coalesce(" + condition + ", false))")
                    .collect(Collectors.joining(", "))
            + SCOPE;

    private final MarketRules market;

    NodeTable(MarketRules market) {
        this.market = market;
    }

    private static Map<String, String> constraints() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("listed", "n.listed");
        all.put(
                PlaceQuote.RESERVED,
                "not exists (select 1 from reservation r where r.node_id = n.node_id and r.released_at is null)");
        all.put("minRate", "($2::bigint is null or n.rated >= $2)");
        all.put("maxPricePerSecond", "($3::numeric is null or n.price_per_second <= $3)");
        all.put("region", "($4::text is null or n.region = $4)");
        // The registry's search compares by the same rank.
        all.put(
                "dataProtection",
                "($5::text is null or array_position(" + RANKS + ", n.data_protection) >= array_position(" + RANKS
                        + ", $5))");
        all.put("durationSeconds", "$6::bigint between n.min_seconds and n.max_seconds");
        // The price fits OrderEscrow's 84 bits.
        all.put(
                "offer",
                "(n.offer_valid_until >= $7::bigint and n.offer_token = $8::text"
                        + " and n.price_per_second * $6::bigint between 1 and 19342813113834066795298815)");
        all.put(PlaceQuote.MODE, "($10::text = 'EXCLUSIVE' or n.shared_phi_bps is not null)");
        all.put("stake", "n.free_stake * 10000 >= n.price_per_second * $6::bigint * $9::int");
        return all;
    }

    @Override
    public Uni<Void> put(SqlClient transaction, NodeChanged node) {
        Offer offer = node.offer();
        return transaction
                .preparedQuery(PUT)
                .execute(OrderRow.tuple(
                        node.nodeId().toString(),
                        node.subject(),
                        node.listed(),
                        node.region(),
                        offer == null ? null : offer.dataProtection().name(),
                        node.power().rated(),
                        offer == null ? null : OrderRow.amount(offer.pricePerSecond()),
                        offer == null ? null : offer.minSeconds(),
                        offer == null ? null : offer.maxSeconds(),
                        offer == null ? null : offer.validUntil(),
                        offer == null ? null : offer.token().toString(),
                        OrderRow.amount(free(node.stake())),
                        node.version(),
                        measurablePhi(node),
                        OrderRow.json(node)))
                .replaceWithVoid();
    }

    /** The part that shared rounds ask for, unless it is too small of some device: nobody could prove that one. */
    private @Nullable Integer measurablePhi(NodeChanged node) {
        Integer phiBps = node.sharedPhiBps();
        if (phiBps == null) {
            return null;
        }
        boolean measurable = node.devices().stream()
                .map(Device::r0)
                .map(BigInteger::valueOf)
                .map(rate -> rate.multiply(BigInteger.valueOf(phiBps)).divide(BigInteger.valueOf(Quoting.WHOLE)))
                .allMatch(part -> part.compareTo(BigInteger.valueOf(market.leastRate())) >= 0);
        return measurable ? phiBps : null;
    }

    private static TokenAmount free(NodeStake stake) {
        TokenAmount bound = stake.locked().plus(stake.unbonding());
        return stake.total().compareTo(bound) > 0 ? stake.total().minus(bound) : TokenAmount.ZERO;
    }

    @Override
    public Uni<Optional<NodeChanged>> find(SqlClient client, NodeId nodeId) {
        return client.preparedQuery("select document::text as document from node where node_id = $1")
                .execute(Tuple.of(nodeId.toString()))
                .map(rows -> nodes(rows).stream().findFirst());
    }

    @Override
    public Uni<List<NodeChanged>> candidates(SqlClient client, Wanted wanted, int limit) {
        return client.preparedQuery(CANDIDATES)
                .execute(values(wanted).addInteger(limit))
                .map(NodeTable::nodes);
    }

    @Override
    public Uni<Map<String, Long>> rejected(SqlClient client, Wanted wanted) {
        return client.preparedQuery(REJECTED).execute(values(wanted)).map(rows -> {
            Row row = rows.iterator().next();
            Map<String, Long> counts = new LinkedHashMap<>();
            int column = 0;
            for (String name : CONSTRAINTS.keySet()) {
                long count = row.getLong(column++);
                if (count > 0) {
                    counts.put(name, count);
                }
            }
            return counts;
        });
    }

    private Tuple values(Wanted wanted) {
        return OrderRow.tuple(
                OrderRow.text(wanted.nodeId()),
                wanted.minRate(),
                OrderRow.amount(wanted.maxPricePerSecond()),
                wanted.region(),
                OrderRow.text(wanted.dataProtection()),
                wanted.durationSeconds(),
                wanted.offerValidUntil(),
                market.token().toString(),
                market.orderLockBps(),
                wanted.mode().name());
    }

    @Override
    public Uni<Void> bind(SqlClient transaction, Address wallet, String subject, Instant at) {
        return transaction
                .preparedQuery("insert into wallet (address, subject, bound_at) values ($1, $2, $3)"
                        + " on conflict (address) do update set subject = excluded.subject, bound_at = excluded.bound_at"
                        + " where wallet.bound_at < excluded.bound_at")
                .execute(Tuple.of(wallet.toString(), subject, OrderRow.utc(at)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Boolean> isBound(SqlClient client, Address wallet, String subject) {
        return client.preparedQuery("select 1 from wallet where address = $1 and subject = $2")
                .execute(Tuple.of(wallet.toString(), subject))
                .map(rows -> rows.size() == 1);
    }

    @Override
    public Uni<Void> putPolicy(SqlClient transaction, PolicyActivation activation) {
        return transaction
                .preparedQuery("insert into policy (version, policy_hash, effective_epoch) values ($1, $2, $3)"
                        + " on conflict (version) do nothing")
                .execute(
                        Tuple.of(activation.version(), activation.policyHash().toString(), activation.effectiveEpoch()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Optional<Bytes32>> activePolicy(SqlClient client, long epoch) {
        return client.preparedQuery(
                        "select policy_hash from policy where effective_epoch <= $1 order by version desc limit 1")
                .execute(Tuple.of(epoch))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(row -> Bytes32.parse(row.getString("policy_hash"))));
    }

    private static List<NodeChanged> nodes(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> OrderRow.read(row.getString("document"), NodeChanged.class))
                .toList();
    }
}
