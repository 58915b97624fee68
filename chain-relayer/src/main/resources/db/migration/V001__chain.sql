-- What the relayer owns. Hashes and addresses are lower-case 0x text, as in the API. Forward only.

-- One holder per role. A new holder gets a higher token; every write of a holder checks its token in its transaction.
create table lease (
  name         text        primary key,
  holder       uuid        not null,
  token        bigint      not null check (token > 0),
  leased_until timestamptz not null
);

-- ---- outbound

create table chain_key (
  address        text   primary key check (address ~ '^0x[0-9a-f]{40}$'),
  next_nonce     bigint not null check (next_nonce >= 0),
  stopped_reason text
);

create table chain_intent (
  id          text        primary key check (id ~ '^(attest:0x[0-9a-f]{64}:[0-9]+|settle:0x[0-9a-f]{64})$'),
  position    bigint      generated always as identity unique,
  kind        text        not null check (kind in ('ATTEST', 'SETTLE')),
  contract    text        not null check (contract ~ '^0x[0-9a-f]{40}$'),
  data        bytea       not null check (octet_length(data) between 4 and 131072),
  state       text        not null default 'QUEUED' check (state in ('QUEUED', 'SENT', 'FINAL', 'FAILED')),
  outcome     text        check (outcome in ('EXECUTED', 'ON_CHAIN_BY_OTHER', 'SUPERSEDED', 'INVALID', 'REVERTED')),
  reason      text,
  postponed   int         not null default 0 check (postponed >= 0),
  not_before  timestamptz not null default '-infinity',
  created_at  timestamptz not null default now(),
  finished_at timestamptz,
  check ((state in ('FINAL', 'FAILED')) = (outcome is not null)),
  check ((finished_at is null) = (outcome is null))
);
create index chain_intent_queued on chain_intent (position) where state = 'QUEUED';

create table chain_tx (
  key        text        not null references chain_key (address),
  nonce      bigint      not null check (nonce >= 0),
  intent_id  text        not null references chain_intent (id),
  gas_limit  bigint      not null check (gas_limit > 0),
  state      text        not null default 'IN_FLIGHT' check (state in ('IN_FLIGHT', 'FINAL')),
  created_at timestamptz not null,
  tx_hash    text,
  block      bigint,
  executed   boolean,
  primary key (key, nonce),
  check ((state = 'FINAL') = (tx_hash is not null and block is not null and executed is not null))
);
-- The second guard of «an intent is sent once»: never two transactions of one intent.
create unique index chain_tx_intent on chain_tx (intent_id);
create index chain_tx_in_flight on chain_tx (key, nonce) where state = 'IN_FLIGHT';
create index chain_tx_created on chain_tx (key, created_at);

create table chain_attempt (
  key             text          not null,
  nonce           bigint        not null,
  number          int           not null check (number > 0),
  hash            text          not null unique check (hash ~ '^0x[0-9a-f]{64}$'),
  raw             bytea         not null,
  max_fee         numeric(78,0) not null check (max_fee >= 0),
  priority_fee    numeric(78,0) not null check (priority_fee between 0 and max_fee),
  signed_at       timestamptz   not null,
  published_block bigint,
  published_at    timestamptz,
  primary key (key, nonce, number),
  foreign key (key, nonce) references chain_tx (key, nonce),
  check ((published_block is null) = (published_at is null))
);

-- ---- inbound

create table chain_cursor (
  singleton        boolean primary key default true check (singleton),
  finalized_number bigint,
  halted_reason    text
);
insert into chain_cursor default values;

-- Dense above the finalized height; below it only blocks with logs and the newest ones are kept.
create table chain_block (
  number      bigint      primary key check (number >= 0),
  hash        text        not null unique check (hash ~ '^0x[0-9a-f]{64}$'),
  parent_hash text        not null check (parent_hash ~ '^0x[0-9a-f]{64}$'),
  time        timestamptz not null
);

create table chain_log (
  block_number bigint  not null references chain_block (number),
  log_index    int     not null check (log_index >= 0),
  tx_hash      text    not null check (tx_hash ~ '^0x[0-9a-f]{64}$'),
  contract     text    not null check (contract ~ '^0x[0-9a-f]{40}$'),
  topics       text[]  not null check (cardinality(topics) between 1 and 4),
  data         bytea   not null,
  event_seq    bigint  not null check (event_seq > 0),
  effect       text,
  is_final     boolean not null default false,
  primary key (block_number, log_index),
  unique (contract, event_seq)
);
create index chain_log_not_final on chain_log (block_number, log_index) where not is_final;
create index chain_log_effect on chain_log (effect) where effect is not null;

create table order_fee (
  order_id text primary key check (order_id ~ '^0x[0-9a-f]{64}$'),
  fee_bps  int  not null check (fee_bps between 0 and 10000)
);
