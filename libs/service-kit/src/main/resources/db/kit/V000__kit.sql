-- Tables of the service kit. Every service has its own copy in its own schema:
-- quarkus.flyway.locations=db/kit,db/migration (the kit's default). Forward only.

-- Facts that wait for the broker. Written in the transaction of the state change, deleted after the broker's ack.
create table outbox (
  position       bigint generated always as identity primary key,
  id             uuid        not null unique,
  topic          text        not null,
  key            text        not null,
  ce_type        text        not null,
  ce_source      text        not null,
  ce_time        timestamptz not null,
  traceparent    text        not null,
  stream_version bigint check (stream_version > 0),
  body           bytea       not null check (octet_length(body) <= 786432) -- 768 KiB, below the broker's 1 MiB per record
);

-- Last version given to each stream by Outbox.appendNext.
create table outbox_stream (
  topic   text   not null,
  source  text   not null,
  key     text   not null,
  version bigint not null check (version > 0),
  primary key (topic, source, key)
);

create function outbox_notify() returns trigger language plpgsql as $$
begin
  perform pg_notify('outbox_' || tg_table_schema, '');
  return null;
end $$;
create trigger outbox_notify after insert on outbox for each statement execute function outbox_notify();

-- Events whose effect is in this schema: same transaction as the effect.
create table inbox (
  consumer text not null,
  event_id uuid not null,
  primary key (consumer, event_id)
);

-- Last version applied per stream, for STRICT and LATEST consumers.
create table inbox_stream (
  consumer text   not null,
  topic    text   not null,
  source   text   not null,
  key      text   not null,
  version  bigint not null check (version > 0),
  primary key (consumer, topic, source, key)
);

-- Events that wait: GAP = an earlier version is missing, POISON = refused for good, RETRY = released by an operator.
create table parked_event (
  consumer       text        not null,
  topic          text        not null,
  partition      int         not null,
  record_offset  bigint      not null,
  kind           text        not null check (kind in ('GAP', 'POISON', 'RETRY')),
  source         text        not null,
  key            text        not null,
  stream_version bigint,
  headers        jsonb       not null,
  body           bytea       not null,
  reason         text        not null,
  parked_at      timestamptz not null default now(),
  primary key (consumer, topic, partition, record_offset)
);
create index parked_event_stream on parked_event (consumer, topic, source, key, stream_version);
create index parked_event_kind on parked_event (consumer, kind);

-- First answer to each (caller, Idempotency-Key); status is null while the first request still runs.
create table idempotency (
  caller       text        not null,
  key          text        not null check (char_length(key) between 1 and 128),
  request_hash bytea       not null check (octet_length(request_hash) = 32),
  status       int,
  body         bytea,
  created_at   timestamptz not null default now(),
  primary key (caller, key)
);
create index idempotency_created on idempotency (created_at);
