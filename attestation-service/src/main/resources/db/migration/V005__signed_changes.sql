-- What orders the signed changes of standing of a node: the next one lies above it, whatever the clock says.
alter table claim add column changed_at bigint not null default 0 check (changed_at >= 0);
