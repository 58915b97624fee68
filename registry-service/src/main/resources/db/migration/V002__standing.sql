-- What each validator holds of a node's evidence now. A status comes and goes, so unlike a record it is never decided for good.
create table standing (
  node_id    text not null check (node_id ~ '^0x[0-9a-f]{64}$'),
  validator  text not null check (validator ~ '^0x[0-9a-f]{40}$'),
  quote_hash text not null check (quote_hash ~ '^0x[0-9a-f]{64}$'),
  status     text not null,
  primary key (node_id, validator)
);
