-- What orders each validator's words about a node: what is not above the last one is a repetition.
alter table standing add column changed_at bigint not null default 0 check (changed_at >= 0);
