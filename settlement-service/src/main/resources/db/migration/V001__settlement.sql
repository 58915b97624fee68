-- Ledger, windows, verdicts, batches and slash proposals. Ids are lower-case 0x hex, amounts are base units.

-- ---------------------------------------------------------------- ledger
create table account (
  id      text          primary key check (id = kind || ':' || owner),
  owner   text          not null,
  kind    text          not null check (kind in ('CHAIN_IN', 'ORDER_ESCROW', 'PROVIDER_EARNED', 'USER_REFUNDABLE', 'PLATFORM_FEE',
                          'VALIDATOR_REWARD', 'STAKE', 'STAKE_UNBONDING', 'SLASH_PENDING', 'TREASURY', 'CHAIN_OUT')),
  balance numeric(78, 0) not null default 0,
  floor   numeric(78, 0),
  version bigint        not null default 0 check (version >= 0),
  check (kind = 'CHAIN_IN' or floor = 0),
  check (floor is null or balance >= floor)
);

create table transfer (
  id          text           primary key check (char_length(id) between 1 and 200),
  debit       text           not null references account (id),
  credit      text           not null references account (id),
  amount      numeric(78, 0) not null check (amount > 0),
  kind        text           not null check (kind in ('DEPOSIT', 'RELEASE', 'REFUND', 'FEE', 'REWARD', 'WITHDRAWAL', 'STAKE')),
  cause_event uuid           not null,
  posted_at   timestamptz    not null default now(),
  check (debit <> credit)
);

create table entry (
  account  text           not null references account (id),
  version  bigint         not null check (version > 0),
  transfer text           not null references transfer (id),
  delta    numeric(78, 0) not null check (delta <> 0),
  balance  numeric(78, 0) not null,
  primary key (account, version)
);
create index entry_transfer on entry (transfer);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'The table % is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger transfer_append_only before update or delete or truncate on transfer for each statement execute function refuse_change();
create trigger entry_append_only before update or delete or truncate on entry for each statement execute function refuse_change();

-- Posts transfers in the order given, in one statement each for accounts, transfers, entries and balances. A transfer that exists with the
-- same fields is skipped; with other fields the whole transaction fails. Answers how many were new.
create function post_transfers(ids text[], debits text[], credits text[], amounts numeric[], kinds text[], causes uuid[])
returns int language plpgsql set search_path from current as $$
declare
  fresh text[];
begin
  insert into account (id, owner, kind, floor)
  select a, substr(a, strpos(a, ':') + 1), split_part(a, ':', 1), case when a like 'CHAIN_IN:%' then null else 0 end
  from (select distinct unnest(debits || credits) as a) named order by a
  on conflict (id) do nothing;

  perform 1 from account where id = any (debits || credits) order by id for update;

  if exists (select 1 from unnest(ids, debits, credits, amounts, kinds) as t (id, debit, credit, amount, kind)
             join transfer p on p.id = t.id
             where (p.debit, p.credit, p.amount, p.kind) is distinct from (t.debit, t.credit, t.amount, t.kind)) then
    raise exception 'A transfer id was used for another transfer' using errcode = 'unique_violation';
  end if;

  with inserted as (
    insert into transfer (id, debit, credit, amount, kind, cause_event)
    select id, debit, credit, amount, kind, cause
    from unnest(ids, debits, credits, amounts, kinds, causes) as t (id, debit, credit, amount, kind, cause)
    on conflict (id) do nothing returning id)
  select coalesce(array_agg(id), '{}') into fresh from inserted;

  with legs as (
    select t.n, t.debit as account, t.id, -t.amount as delta
    from unnest(ids, debits, credits, amounts) with ordinality as t (id, debit, credit, amount, n) where t.id = any (fresh)
    union all
    select t.n, t.credit, t.id, t.amount
    from unnest(ids, debits, credits, amounts) with ordinality as t (id, debit, credit, amount, n) where t.id = any (fresh))
  insert into entry (account, version, transfer, delta, balance)
  select l.account, a.version + row_number() over w, l.id, l.delta, a.balance + sum(l.delta) over w
  from legs l join account a on a.id = l.account
  window w as (partition by l.account order by l.n rows unbounded preceding);

  if exists (select 1 from entry e join account a on a.id = e.account where e.transfer = any (fresh) and e.balance < a.floor) then
    raise exception 'A transfer would leave an account below its floor' using errcode = 'check_violation';
  end if;

  update account a set balance = a.balance + s.delta, version = a.version + s.n
  from (select account, sum(delta) as delta, count(*) as n from entry where transfer = any (fresh) group by account) s
  where a.id = s.account;

  return cardinality(fresh);
end $$;

-- ---------------------------------------------------------------- what the order, the chain and the validators said
create table market_order (
  order_id           text primary key,
  terms              jsonb  not null,
  node_id            text   not null,
  user_address       text   not null,
  payee              text   not null,
  price              numeric(78, 0) not null check (price >= 0),
  user_subject       text,
  billing_from_epoch bigint,
  ends_at_epoch      bigint,
  closing_at_epoch   bigint,
  closing_at         bigint,
  close_reason       text,
  check ((billing_from_epoch is null) = (ends_at_epoch is null)),
  check ((close_reason is null) = (closing_at is null))
);
create index market_order_node on market_order (node_id);
create index market_order_user on market_order (user_subject);

create table order_hold (
  order_id   text   not null,
  from_epoch bigint not null,
  to_epoch   bigint check (to_epoch >= from_epoch),
  primary key (order_id, from_epoch)
);

create table deployment (
  order_id     text   not null,
  generation   bigint not null check (generation > 0),
  requested_at timestamptz,
  ready_at     timestamptz,
  failed_at    timestamptz,
  primary key (order_id, generation)
);

create table chain_order (
  order_id      text primary key,
  seen_deposit  numeric(78, 0),
  deposit       numeric(78, 0),
  deposit_block bigint,
  deposit_time  bigint,
  deposit_event uuid,
  released_cum  numeric(78, 0) not null default 0,
  refunded_cum  numeric(78, 0) not null default 0,
  fee_cum       numeric(78, 0) not null default 0,
  is_final      boolean        not null default false,
  final_batch   text,
  final_block   bigint,
  block_number  bigint         not null default 0,
  check (deposit is null or released_cum + refunded_cum <= deposit)
);

create table verdict (
  order_id        text   not null,
  epoch           bigint not null check (epoch >= 0),
  device          int    not null check (device between 0 and 65535),
  validator       text   not null,
  node_id         text   not null,
  result          text   not null check (result in ('PASS', 'FAIL', 'MISSING', 'VOID')),
  statement       jsonb  not null,
  digest          text   not null,
  signature       text   not null,
  primary key (order_id, epoch, device, validator)
);

-- A validator that signed two verdicts for one challenge: neither counts, both are evidence.
create table verdict_conflict (
  order_id  text   not null,
  epoch     bigint not null,
  device    int    not null,
  validator text   not null,
  statement jsonb  not null,
  digest    text   not null,
  signature text   not null,
  primary key (order_id, epoch, device, validator)
);

create table measured_rate (
  order_id  text   not null,
  epoch     bigint not null,
  device    int    not null,
  validator text   not null,
  rate      bigint not null check (rate >= 0),
  primary key (order_id, epoch, device, validator)
);

create table waived_epoch (
  epoch bigint primary key check (epoch >= 0)
);

create table node_state (
  node_id         text   not null,
  version         bigint not null check (version > 0),
  effective_epoch bigint not null,
  devices         int[]  not null,
  subject         text   not null,
  primary key (node_id, version)
);

create table wallet (
  address text primary key,
  subject text not null
);
create index wallet_subject on wallet (subject);

-- ---------------------------------------------------------------- money of orders
create table order_money (
  order_id      text primary key references market_order (order_id),
  phase         text           not null default 'WAITING' check (phase in ('WAITING', 'FUNDED', 'BILLING', 'CLOSED')),
  fold          jsonb,
  deposit       numeric(78, 0) not null default 0,
  released      numeric(78, 0) not null default 0,
  provider      numeric(78, 0) not null default 0,
  fee           numeric(78, 0) not null default 0,
  refunded      numeric(78, 0) not null default 0,
  remaining     numeric(78, 0) not null default 0 check (remaining >= 0),
  fee_posted    numeric(78, 0) not null default 0,
  next_epoch    bigint,
  settled       boolean        not null default false,
  signed_released numeric(78, 0) not null default 0,
  signed_refunded numeric(78, 0) not null default 0,
  signed_final  boolean        not null default false,
  left_out_until_epoch bigint  not null default 0,
  held_by_chain text,
  check (deposit = released + refunded + remaining),
  check (released = provider + fee),
  check (fee_posted <= fee),
  check (phase = 'CLOSED' or not signed_final),
  check (phase <> 'CLOSED' or remaining = 0),
  check (phase <> 'BILLING' or (fold is not null and next_epoch is not null))
);
create index order_money_due on order_money (order_id) where phase = 'BILLING';

create table settled_window (
  order_id       text   not null references order_money (order_id),
  epoch          bigint not null,
  from_second    bigint not null check (from_second >= 0),
  to_second      bigint not null check (to_second >= from_second),
  outcome        text   not null,
  k              int,
  money          text   not null check (money in ('RELEASED', 'REFUNDED', 'CARRIED')),
  amount         numeric(78, 0) not null check (amount >= 0),
  released_cum   numeric(78, 0) not null,
  fee_cum        numeric(78, 0) not null,
  refunded_cum   numeric(78, 0) not null,
  batch_id       text,
  settled_at     timestamptz not null,
  primary key (order_id, epoch)
);
create index settled_window_unbatched on settled_window (order_id) where batch_id is null;

-- ---------------------------------------------------------------- batches
create table batch (
  batch_id     text        primary key,
  batch_no     bigint      not null unique check (batch_no > 0),
  state        text        not null check (state in ('PROPOSED', 'READY', 'FINAL', 'SUPERSEDED')),
  set_version  bigint      not null,
  as_of_epoch  bigint      not null,
  statement    jsonb       not null,
  proposed_at  timestamptz not null,
  tx_hash      text,
  block_number bigint,
  skipped      int         not null default 0,
  fees_posted  boolean     not null default false,
  reason       text,
  check ((state = 'FINAL') = (tx_hash is not null))
);
create unique index batch_one_open on batch ((true)) where state = 'PROPOSED';
create index batch_fees_due on batch (batch_no) where state = 'FINAL' and not fees_posted;

create table batch_item (
  batch_id     text    not null references batch (batch_id),
  order_id     text    not null,
  released_cum numeric(78, 0) not null,
  refunded_cum numeric(78, 0) not null,
  fee_cum      numeric(78, 0) not null,
  is_final     boolean not null,
  primary key (batch_id, order_id)
);
create index batch_item_order on batch_item (order_id);

create table cosignature (
  batch_id  text not null,
  validator text not null,
  signature text not null,
  primary key (batch_id, validator)
);

create table batch_refusal (
  batch_id  text  not null,
  validator text  not null,
  refusals  jsonb not null,
  primary key (batch_id, validator)
);

-- Final withdrawals; one that the ledger cannot cover yet (its batch is still on the way) waits.
create table withdrawal (
  fact    text           primary key,
  account text           not null,
  amount  numeric(78, 0) not null check (amount > 0),
  cause   uuid           not null,
  posted  boolean        not null default false
);
create index withdrawal_waiting on withdrawal (fact) where not posted;

-- ---------------------------------------------------------------- slashes
create table slash (
  slash_no      bigint      primary key,
  node_id       text        not null,
  order_id      text        not null,
  epoch         bigint      not null,
  rule          text        not null check (rule in ('S1', 'S2', 'S3')),
  amount        numeric(78, 0) not null check (amount > 0),
  evidence_hash text        not null,
  evidence      text        not null,
  reason        text        not null,
  statement     jsonb       not null,
  proposed_at   timestamptz not null,
  unique (order_id, epoch, rule)
);
create index slash_node on slash (node_id, proposed_at);

create table finalized_block (
  singleton    boolean primary key default true check (singleton),
  block_number bigint  not null
);
