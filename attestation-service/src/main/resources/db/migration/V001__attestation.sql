-- Evidence, verdicts, claims, collateral and policies of one validator. Constraints are the second guard of the rules.


-- Blocks that the chain will not take back, as long as evidence may name them.
create table finalized_block (
  number bigint primary key check (number >= 0),
  hash   text not null check (hash ~ '^0x[0-9a-f]{64}$'),
  time   timestamptz not null
);
create index finalized_block_time on finalized_block (time);

-- What the registry says of nodes.
create table registered_node (
  node_id          text primary key check (node_id ~ '^0x[0-9a-f]{64}$'),
  public_key       text not null check (public_key ~ '^0x[0-9a-f]{128}$'),
  provider         text not null,
  stake_account    text not null,
  payee            text not null,
  holding_platform boolean not null,
  version          bigint not null
);

-- Number of the last record that is final on the chain.
create table node_record (
  node_id text primary key check (node_id ~ '^0x[0-9a-f]{64}$'),
  seq     bigint not null check (seq > 0)
);

create table policy (
  version         bigint primary key check (version > 0),
  policy_hash     text not null check (policy_hash ~ '^0x[0-9a-f]{64}$'),
  effective_epoch bigint not null,
  fact            text not null
);

-- One document per version is signed, whatever the operator asks for.
create table policy_signature (
  set_version bigint not null,
  version     bigint not null,
  policy_hash text not null check (policy_hash ~ '^0x[0-9a-f]{64}$'),
  primary key (set_version, version)
);

-- Evidence that this validator took: a block counts once per node.
create table submission (
  node_id      text not null check (node_id ~ '^0x[0-9a-f]{64}$'),
  block_number bigint not null,
  evidence_id  uuid not null unique,
  submitted_at timestamptz not null,
  primary key (node_id, block_number)
);

-- Evidence as published by any validator; of several over one block the first counts.
create table evidence (
  evidence_id     uuid primary key,
  node_id         text not null check (node_id ~ '^0x[0-9a-f]{64}$'),
  block_number    bigint not null,
  quote_hash      text not null check (quote_hash ~ '^0x[0-9a-f]{64}$'),
  fact            text not null,
  received_at     timestamptz not null,
  pending         boolean not null default true,
  attempts        integer not null default 0,
  next_attempt_at timestamptz not null,
  unique (node_id, block_number)
);
create index evidence_pending on evidence (next_attempt_at, received_at) where pending;

create table collateral (
  id                        bigint generated always as identity primary key,
  sha256                    text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  tee                       text not null check (tee in ('SGX', 'TDX')),
  fmspc                     text not null check (fmspc ~ '^[0-9a-f]{12}$'),
  ca                        text not null check (ca in ('PROCESSOR', 'PLATFORM')),
  state                     text not null check (state in ('ACTIVE', 'SUPERSEDED', 'REJECTED')),
  tcb_evaluation_number     integer not null,
  tcb_info                  bytea not null,
  tcb_info_issuer_chain     bytea not null,
  qe_identity               bytea not null,
  qe_identity_issuer_chain  bytea not null,
  pck_crl                   bytea not null,
  pck_crl_issuer_chain      bytea not null,
  root_ca_crl               bytea not null,
  valid_from                timestamptz,
  valid_to                  timestamptz,
  fetched_at                timestamptz not null,
  refresh_at                timestamptz,
  reason                    text,
  check ((state = 'REJECTED') = (reason is not null)),
  check (state = 'REJECTED' or (valid_from is not null and valid_to is not null and refresh_at is not null)),
  unique (sha256, tee, fmspc, ca)
);
create unique index collateral_active on collateral (tee, fmspc, ca) where state = 'ACTIVE';

-- One verdict per evidence, never changed.
create table verdict (
  evidence_id          uuid primary key references evidence,
  node_id              text not null check (node_id ~ '^0x[0-9a-f]{64}$'),
  decision             text not null check (decision in ('ACCEPT', 'ACCEPT_WITH_WARNINGS', 'REJECT')),
  trust_domain         text not null,
  trust_root_hash      text check (trust_root_hash ~ '^0x[0-9a-f]{64}$'),
  policy_version       bigint not null,
  collateral_sha256    text check (collateral_sha256 ~ '^[0-9a-f]{64}$'),
  expected_report_data bytea check (length(expected_report_data) = 64),
  block_hash           text check (block_hash ~ '^0x[0-9a-f]{64}$'),
  fact                 text not null,
  judged_at            timestamptz not null
);
create index verdict_node on verdict (node_id, judged_at desc);

-- What the last accepted evidence of a node proved, and how it stands now.
create table claim (
  node_id                    text primary key check (node_id ~ '^0x[0-9a-f]{64}$'),
  evidence_id                uuid not null references verdict,
  quote_hash                 text not null check (quote_hash ~ '^0x[0-9a-f]{64}$'),
  claims                     text not null,
  trust_domain               text not null,
  platform_id                text not null check (platform_id ~ '^[0-9a-f]{64}$'),
  tee                        text not null,
  fmspc                      text not null,
  ca                         text not null,
  status                     text not null,
  accepted_evaluation_number integer not null,
  policy_version             bigint not null,
  collateral_sha256          text not null check (collateral_sha256 ~ '^[0-9a-f]{64}$'),
  valid_until                timestamptz not null
);
create index claim_platform on claim (platform_id);
create index claim_collateral on claim (tee, fmspc, ca);
