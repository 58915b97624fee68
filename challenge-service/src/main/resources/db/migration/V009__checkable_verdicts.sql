-- What a stranger needs to check a verdict again: the signatures of the other validators' receipts (this one signs its own again when it is asked),
-- and when each of them says that its round began.
alter table receipt add column signature text;
create table round_start (
  epoch            bigint not null,
  validator        text   not null,
  opened_at_millis bigint not null,
  signature        text   not null,
  primary key (epoch, validator)
);
