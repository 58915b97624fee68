-- Accounts, wallets, validators, nodes and policies. Constraints are the second guard of the domain's rules.

create table account (
  account_id    uuid primary key,
  subject       text not null check (length(subject) between 1 and 200),
  role          text not null check (role in ('USER', 'PROVIDER', 'VALIDATOR', 'OPERATOR')),
  registered_at timestamptz not null,
  unique (subject, role)
);

create table wallet (
  address  text primary key check (address ~ '^0x[0-9a-f]{40}$'),
  subject  text not null,
  bound_at timestamptz not null
);
create index wallet_subject on wallet (subject);

-- Single use: a nonce is deleted by the sign-in that uses it, whether that succeeds or not.
create table sign_in_nonce (
  nonce      text primary key,
  subject    text not null,
  expires_at timestamptz not null
);
create index sign_in_nonce_expiry on sign_in_nonce (expires_at);

create table validator (
  address     text primary key check (address ~ '^0x[0-9a-f]{40}$'),
  subject     text not null,
  url         text not null,
  set_version bigint not null,
  updated_at  timestamptz not null
);

-- One row per node: the columns serve search, the document is the whole state.
create table node (
  node_id          text primary key check (node_id ~ '^0x[0-9a-f]{64}$'),
  subject          text not null,
  stake_account    text not null,
  region           text not null,
  listed           boolean not null,
  trust_domain     text,
  valid_until      bigint,
  data_protection  text,
  rated            bigint not null,
  price_per_second numeric(78, 0),
  min_seconds      bigint,
  max_seconds      bigint,
  version          bigint not null check (version > 0),
  document         jsonb not null
);
create index node_subject on node (subject, node_id);
create index node_listed on node (node_id) where listed;

-- Validators' statements about one subject (a record, a refusal, a rating ...) until they are a fact.
create table statement (
  kind        text not null check (kind in ('RECORD', 'REFUSAL', 'STATUS', 'RATING', 'PROOF')),
  subject     text not null,
  validator   text not null check (validator ~ '^0x[0-9a-f]{40}$'),
  set_version bigint not null,
  signature   text not null,
  body        text not null,
  primary key (kind, subject, validator)
);

-- Subjects that became a fact: later statements change nothing.
create table decided (
  kind    text not null,
  subject text not null,
  primary key (kind, subject)
);

-- The last 48 rounds of each device, for the availability rule.
create table round_result (
  node_id text not null,
  device  int not null,
  epoch   bigint not null,
  missing boolean not null,
  primary key (node_id, device, epoch)
);

-- The published fact of each version, never changed.
create table policy (
  version     bigint primary key check (version > 0),
  policy_hash text not null,
  fact        text not null
);
