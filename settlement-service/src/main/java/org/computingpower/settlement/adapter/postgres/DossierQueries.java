package org.computingpower.settlement.adapter.postgres;

/** The queries behind a dossier; $1 is always the orders. */
final class DossierQueries {

    static final String OPEN = """
            insert into order_money (order_id) select order_id from market_order where order_id = any ($1::text[]) order by 1
            on conflict do nothing""";

    /** $2: start of the last 24 hours. */
    static final String MONEY = """
            select m.order_id, m.phase, m.fold::text as fold, m.power_runs::text as power_runs, m.deposit, m.released, m.fee, m.refunded, m.settled, o.terms::text as terms,
              o.billing_from_epoch, o.closing_at, o.close_reason, c.deposit as chain_deposit, c.deposit_block, c.deposit_time,
              coalesce(c.released_cum, 0) as chain_released, coalesce(c.refunded_cum, 0) as chain_refunded, c.final_batch, c.final_block,
              coalesce(m.next_epoch, o.billing_from_epoch, 0) as first_open_epoch,
              (select coalesce(sum(amount), 0) from slash s where s.order_id = m.order_id) as slashed_order,
              (select coalesce(sum(amount), 0) from slash s where s.node_id = o.node_id and s.rule = 'S1' and s.proposed_at > $2)
                as slashed_node,
              coalesce((select balance from account where id = 'STAKE:' || o.node_id), 0) as stake,
              (select coalesce(array_agg(w.epoch order by w.epoch), '{}') from settled_window w
                where w.order_id = m.order_id and w.outcome = 'VOID' and w.settled_at > $2
                and w.epoch > coalesce((select max(s.epoch) from slash s where s.order_id = m.order_id and s.rule = 'S3'), -1)) as voids
            from order_money m join market_order o on o.order_id = m.order_id left join chain_order c on c.order_id = m.order_id
            where m.order_id = any ($1::text[]) order by m.order_id for update of m""";

    static final String HOLDS =
            "select order_id, from_epoch, to_epoch from order_hold where order_id = any ($1::text[]) order by 1, 2";

    static final String DEPLOYMENTS =
            "select order_id, generation, requested_at, ready_at, failed_at from deployment where order_id = any ($1::text[]) order by 1, 2";

    static final String VERDICTS = """
            select v.order_id, v.epoch, v.validator, v.statement::text as statement, v.signature
            from (select order_id, epoch, device, validator, statement, signature, 0 as place from verdict
              union all select order_id, epoch, device, validator, statement, signature, 1 from verdict_conflict) v
              join order_money m on m.order_id = v.order_id join market_order o on o.order_id = v.order_id
            where v.order_id = any ($1::text[]) and m.phase <> 'CLOSED' and v.epoch >= coalesce(m.next_epoch, o.billing_from_epoch)
            order by v.order_id, v.epoch, v.device, v.place, v.validator""";

    static final String WAIVED = "select epoch from waived_epoch where epoch >= $1";

    static final String ROUNDS = "select open_hash, audit from opened_round where epoch >= $1";

    static final String NODES = """
            select o.order_id, n.version, n.effective_epoch, n.devices
            from market_order o join node_state n on n.node_id = o.node_id where o.order_id = any ($1::text[]) order by 1, 2""";

    static final String SAVE_MONEY = """
            update order_money m set phase = t.phase, fold = t.fold::jsonb, deposit = t.deposit::numeric, released = t.released::numeric,
              provider = t.provider::numeric, fee = t.fee::numeric, refunded = t.refunded::numeric, remaining = t.remaining::numeric,
              next_epoch = t.next_epoch, settled = t.settled, power_runs = t.power_runs::jsonb
            from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
              $10::bigint[], $11::boolean[], $12::text[])
              as t (id, phase, fold, deposit, released, provider, fee, refunded, remaining, next_epoch, settled, power_runs)
            where m.order_id = t.id""";

    static final String SAVE_WINDOWS = """
            insert into settled_window (order_id, epoch, from_second, to_second, outcome, k, money, amount, released_cum, fee_cum,
              refunded_cum, settled_at)
            select id, epoch, from_second, to_second, outcome, k, money, amount::numeric, released::numeric, fee::numeric,
              refunded::numeric, $12
            from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::int[], $7::text[], $8::text[], $9::text[],
              $10::text[], $11::text[])
              as t (id, epoch, from_second, to_second, outcome, k, money, amount, released, fee, refunded)""";

    static final String RESOLVE_WINDOWS = """
            update settled_window w set money = t.money from unnest($1::text[], $2::bigint[], $3::text[]) as t (id, epoch, money)
            where w.order_id = t.id and w.epoch = t.epoch""";

    static final String SLASHES = """
            insert into slash (slash_no, node_id, order_id, epoch, rule, amount, evidence_hash, evidence, reason, statement, proposed_at)
            select no, node, id, epoch, rule, amount::numeric, hash, evidence, reason, statement::jsonb, at
            from unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
              $10::text[], $11::timestamptz[]) as t (no, node, id, epoch, rule, amount, hash, evidence, reason, statement, at)""";

    private DossierQueries() {}
}
