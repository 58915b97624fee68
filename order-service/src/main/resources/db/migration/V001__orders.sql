-- Orders, transitions, reservations, deployments, and what is known of nodes, wallets and policies.
-- Constraints are the second guard of the domain's rules.

-- Full state of a node as the registry published it; the columns serve the search.
create table node (
  node_id           text primary key check (node_id ~ '^0x[0-9a-f]{64}$'),
  subject           text not null,
  listed            boolean not null,
  region            text not null,
  data_protection   text,
  rated             bigint not null,
  price_per_second  numeric(78, 0),
  min_seconds       bigint,
  max_seconds       bigint,
  offer_valid_until bigint,
  offer_token       text,
  free_stake        numeric(78, 0) not null check (free_stake >= 0),
  version           bigint not null check (version > 0),
  document          jsonb not null
);
create index node_listed on node (price_per_second, node_id) where listed;

create table wallet (
  address  text primary key check (address ~ '^0x[0-9a-f]{40}$'),
  subject  text not null,
  bound_at timestamptz not null
);

create table policy (
  version         bigint primary key check (version > 0),
  policy_hash     text not null check (policy_hash ~ '^0x[0-9a-f]{64}$'),
  effective_epoch bigint not null
);

create table orders (
  order_id             text primary key check (order_id ~ '^0x[0-9a-f]{64}$'),
  node_id              text not null,
  user_subject         text not null,
  provider_subject     text not null,
  user_wallet          text not null,
  node_key             text not null,
  trust_root_hash      text not null,
  terms                jsonb not null,
  created_at           timestamptz not null,
  state                text not null check (state in ('QUOTED', 'AWAITING_ESCROW', 'AWAITING_PROVIDER', 'ACTIVE',
                         'DEGRADED', 'CLOSING', 'COMPLETED', 'CANCELLED', 'TERMINATED', 'EXPIRED', 'REJECTED')),
  quote_expires_at     timestamptz not null,
  signature            text,
  deposit              numeric(78, 0),
  acceptance           jsonb,
  acceptance_signature text,
  billing_from_epoch   bigint,
  ends_at_epoch        bigint check (ends_at_epoch > billing_from_epoch),
  ending_at_epoch      bigint,
  ending_at            bigint,
  ending_reason        text,
  close_reason         text,
  closed_by            text,
  evidence_id          text,
  windows_settled      int not null check (windows_settled >= 0),
  windows_paid         int not null check (windows_paid between 0 and windows_settled),
  unpaid_in_a_row      int not null check (unpaid_in_a_row >= 0),
  last_epoch           bigint not null,
  released_cum         numeric(78, 0) not null check (released_cum >= 0),
  refunded_cum         numeric(78, 0) not null check (refunded_cum >= 0),
  seq                  int not null check (seq > 0),
  version              bigint not null check (version > 0),
  deadline             timestamptz,
  check (state in ('QUOTED', 'EXPIRED', 'CANCELLED', 'CLOSING') or signature is not null),
  check (state not in ('AWAITING_PROVIDER', 'ACTIVE', 'DEGRADED', 'CLOSING') or deposit is not null),
  check (state not in ('ACTIVE', 'DEGRADED') or (acceptance is not null and ends_at_epoch is not null)),
  check (state in ('QUOTED', 'AWAITING_ESCROW', 'AWAITING_PROVIDER', 'ACTIVE', 'DEGRADED')
         = (close_reason is null and ending_reason is null)),
  check (deposit is null or released_cum + refunded_cum <= deposit)
);
create index orders_user on orders (user_subject, created_at, order_id);
create index orders_provider on orders (provider_subject, created_at, order_id);
create index orders_created on orders (created_at, order_id);
create index orders_node on orders (node_id, state);
create index orders_deadline on orders (deadline) where deadline is not null;

-- Append-only: what happened to each order, in its order.
create table transition (
  order_id   text not null references orders,
  seq        int not null check (seq > 0),
  from_state text,
  to_state   text not null,
  cause      text not null,
  actor      text not null,
  event_id   uuid,
  at         timestamptz not null,
  primary key (order_id, seq),
  check ((seq = 1) = (from_state is null))
);

-- One order at a time holds a node; of two simultaneous quotes the second one finds the first.
create table reservation (
  order_id    text primary key references orders deferrable initially deferred,
  node_id     text not null,
  subject     text not null,
  wallet      text not null,
  funded      boolean not null default false,
  released_at timestamptz
);
create unique index reservation_of_node on reservation (node_id) where released_at is null;
create index reservation_unfunded on reservation (subject) where released_at is null and not funded;
create index reservation_unfunded_wallet on reservation (wallet) where released_at is null and not funded;

create table deployment (
  order_id     text not null references orders,
  generation   bigint not null check (generation > 0),
  url          text not null check (length(url) <= 2048),
  sha256       text not null check (sha256 ~ '^0x[0-9a-f]{64}$'),
  requested_at timestamptz not null,
  primary key (order_id, generation)
);

-- The node's last signed statement on an order's deployment.
create table deployment_report (
  order_id  text primary key references orders,
  status    jsonb not null,
  detail    text not null check (length(detail) <= 2000),
  signature text not null
);
