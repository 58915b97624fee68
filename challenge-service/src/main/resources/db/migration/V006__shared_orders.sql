-- Which rounds were audits, by the struct hash that their verdicts name: the money of orders that share their device depends on it.
create table opened_round (
  open_hash text    primary key check (open_hash ~ '^0x[0-9a-f]{64}$'),
  epoch     bigint  not null,
  audit     boolean not null
);
create index opened_round_epoch on opened_round (epoch);

-- Basis points of each device that the rounds of an order ask for unless they are audits; null if it has its node alone.
alter table market_order add column shared_phi_bps int check (shared_phi_bps between 1 and 10000);
