-- What each validator's statistics say of a device now. Unsigned: a quorum of validators unlists a node by it, and nothing else follows.
create table power_alarm (
  node_id   text not null check (node_id ~ '^0x[0-9a-f]{64}$'),
  device    int not null,
  validator text not null check (validator ~ '^0x[0-9a-f]{40}$'),
  epoch     bigint not null,
  alarm     boolean not null,
  primary key (node_id, device, validator)
);

-- From which epoch on a device's newest rating counts: alarms of earlier rounds are about the rating before.
create table rated_from (
  node_id text not null check (node_id ~ '^0x[0-9a-f]{64}$'),
  device  int not null,
  epoch   bigint not null,
  primary key (node_id, device)
);
