-- When a validator was silent last, so that a restarted leader still names it last.
create table strike (
  validator text primary key check (validator ~ '^0x[0-9a-f]{40}$'),
  epoch     bigint not null
);
