-- A validator that signs two commitments to an epoch counts as having signed none: both are kept, so that it stays so after a restart.
alter table beacon_commitment drop constraint beacon_commitment_pkey;
alter table beacon_commitment add primary key (epoch, validator, body);

-- Whose contradiction is published.
create table beacon_contradiction (
  epoch     bigint not null,
  validator text   not null,
  primary key (epoch, validator)
);
