-- What comparing the ledger with the contracts found, each time. Append-only: evidence for auditors.
create table reconciliation_report (
  number       bigint         generated always as identity primary key,
  made_at      timestamptz    not null,
  block_number bigint         not null check (block_number >= 0),
  drift        numeric(78, 0) not null check (drift >= 0),
  report       jsonb          not null
);
create trigger reconciliation_report_append_only before update or delete or truncate on reconciliation_report
  for each statement execute function refuse_change();
