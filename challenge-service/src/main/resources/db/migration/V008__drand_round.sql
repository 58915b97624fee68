-- Which drand round drew T0 and seed, so that a third party can fetch it from drand's own archive.
alter table round add column drand_round bigint check (drand_round > 0);
