-- What one validator must not forget. Ids and signatures are lower-case 0x hex, statements their JSON, times Unix milliseconds by its own clock.

-- ---------------------------------------------------------------- signing
-- A subject is signed once. Rows are never changed or deleted.
create table signed_once (
  type   text not null,
  key    text not null,
  digest text not null check (digest ~ '^0x[0-9a-f]{64}$'),
  primary key (type, key)
);
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'The table % is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger signed_once_append_only before update or delete or truncate on signed_once
  for each statement execute function refuse_change();

-- ---------------------------------------------------------------- beacon
create table beacon_secret (
  epoch   bigint primary key,
  primary_secret text not null check (primary_secret ~ '^0x[0-9a-f]{64}$'),
  reserve_secret text not null check (reserve_secret ~ '^0x[0-9a-f]{64}$')
);
create table beacon_commitment (
  epoch     bigint not null,
  validator text   not null,
  body      text   not null,
  signature text   not null,
  primary key (epoch, validator)
);
create table chain_head (
  number bigint primary key,
  hash   text   not null,
  time   bigint not null
);

-- ---------------------------------------------------------------- rounds
create table round (
  epoch            bigint  primary key,
  body             text    not null,
  signature        text    not null,
  secrets          text    not null,
  opened_at_millis bigint  not null,
  closed           boolean not null default false,
  passed           int     not null default 0,
  failed           int     not null default 0,
  missing          int     not null default 0,
  voided           int     not null default 0
);
create table round_opening (
  epoch     bigint not null,
  validator text   not null,
  seed      text   not null,
  primary key (epoch, validator)
);
create table waived_epoch (epoch bigint primary key);

create table roster_entry (
  epoch    bigint not null,
  node_id  text   not null,
  device   int    not null check (device between 0 and 65535),
  order_id text   not null,
  params   bytea  not null check (octet_length(params) = 52),
  primary key (epoch, node_id, device)
);

-- ---------------------------------------------------------------- answers
create table commitment (
  epoch     bigint not null,
  node_id   text   not null,
  device    int    not null,
  body      text   not null,
  signature text   not null,
  primary key (epoch, node_id, device)
);
create table reveal (
  epoch     bigint not null,
  node_id   text   not null,
  device    int    not null,
  body      text   not null,
  signature text   not null,
  nonces    bytea  not null,
  primary key (epoch, node_id, device)
);
create table receipt (
  epoch              bigint  not null,
  node_id            text    not null,
  device             int     not null,
  of_reveal          boolean not null,
  validator          text    not null,
  received_at_millis bigint  not null,
  primary key (epoch, node_id, device, of_reveal, validator)
);
create table equivocation (
  epoch   bigint not null,
  node_id text   not null,
  device  int    not null,
  first_body       text not null,
  first_signature  text not null,
  second_body      text not null,
  second_signature text not null,
  primary key (epoch, node_id, device)
);

-- ---------------------------------------------------------------- verdicts
create table verdict (
  node_id       text   not null,
  epoch         bigint not null,
  device        int    not null,
  order_id      text   not null,
  mode          text   not null check (mode in ('STANDBY', 'EXCLUSIVE', 'SHARED', 'AUDIT', 'CALIBRATION')),
  result        text   not null check (result in ('PASS', 'FAIL', 'MISSING', 'VOID')),
  k             int    not null check (k >= 0),
  threshold     int    not null check (threshold > 0),
  measured_rate bigint not null check (measured_rate >= 0),
  body          text   not null,
  signature     text   not null,
  void_reason   text,
  primary key (node_id, epoch, device),
  check ((result = 'VOID') = (void_reason is not null))
);
create table device_track (
  node_id            text not null,
  device             int  not null,
  cusum              double precision not null check (cusum >= 0),
  run_shares         bigint not null,
  run_expected       bigint not null,
  run_rounds         int    not null,
  calibration_rate   bigint not null,
  calibration_mu     int    not null,
  calibration_shares int[]  not null,
  primary key (node_id, device)
);

-- ---------------------------------------------------------------- what other services say
create table node_version (
  node_id         text    not null,
  version         bigint  not null,
  effective_epoch bigint  not null,
  admitted        boolean not null,
  devices         int[]   not null,
  advertised      bigint[] not null,
  rated           bigint[] not null,
  primary key (node_id, version)
);
create table device_rating (
  node_id         text   not null,
  device          int    not null,
  effective_epoch bigint not null,
  r0              bigint not null check (r0 > 0),
  primary key (node_id, device, effective_epoch)
);
create table market_order (
  order_id           text primary key,
  node_id            text,
  terms              text,
  billing_from_epoch bigint,
  effective_epoch    bigint,
  ends_at_epoch      bigint,
  closing_at_second  bigint,
  leaves_at_epoch    bigint,
  deposit            numeric(78, 0)
);
create index market_order_node on market_order (node_id);
create table order_hold (
  order_id   text   not null,
  from_epoch bigint not null,
  to_epoch   bigint check (to_epoch >= from_epoch),
  primary key (order_id, from_epoch)
);
create table deployment (
  order_id     text   not null,
  generation   bigint not null,
  requested_at timestamptz,
  answered_at  timestamptz,
  primary key (order_id, generation)
);
-- Verdicts about orders by every validator, this one included; signatures are checked before. A second, different one is kept too.
create table vote (
  order_id  text   not null,
  epoch     bigint not null,
  device    int    not null,
  validator text   not null,
  digest    text   not null,
  body      text   not null,
  signature text   not null,
  primary key (order_id, epoch, device, validator, digest)
);

-- ---------------------------------------------------------------- batches
create table batch (
  batch_id    text primary key,
  body        text not null,
  received_at timestamptz not null,
  state       text not null default 'WAITING' check (state in ('WAITING', 'SIGNED', 'REFUSED', 'EXPIRED'))
);
create index batch_waiting on batch (received_at) where state = 'WAITING';
-- Cumulative amounts that this validator signed last, per order; they never shrink.
create table cosigned_order (
  order_id text primary key,
  released numeric(78, 0) not null check (released >= 0),
  refunded numeric(78, 0) not null check (refunded >= 0),
  is_final boolean not null
);
