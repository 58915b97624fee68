-- What operators ask for; the workers carry it out under their leases.

alter table chain_key add column resync_requested boolean not null default false;

-- DISPLACED: another transaction used the nonce in a finalized block, so this one can never be mined and its intent may get
-- another nonce. Only an operator's resync says so.
alter table chain_tx drop constraint chain_tx_state_check;
alter table chain_tx add constraint chain_tx_state_check check (state in ('IN_FLIGHT', 'FINAL', 'DISPLACED'));
drop index chain_tx_intent;
create unique index chain_tx_intent on chain_tx (intent_id) where state <> 'DISPLACED';

-- One replay at a time: the logs of these blocks are read again and held against the books.
create table chain_replay (
  singleton    boolean     primary key default true check (singleton),
  from_block   bigint      not null check (from_block >= 0),
  next_block   bigint      not null check (next_block >= from_block),
  to_block     bigint      not null check (to_block >= from_block),
  logs_checked bigint      not null default 0 check (logs_checked >= 0),
  logs_added   bigint      not null default 0 check (logs_added >= 0),
  requested_at timestamptz not null,
  check (next_block <= to_block + 1)
);
