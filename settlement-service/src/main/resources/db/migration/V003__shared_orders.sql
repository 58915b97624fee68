-- Orders that share their device: a window whose PASS waits for an audit, and which rounds were audits.
create table opened_round (
  open_hash text    primary key check (open_hash ~ '^0x[0-9a-f]{64}$'),
  epoch     bigint  not null check (epoch >= 0),
  audit     boolean not null
);
create index opened_round_epoch on opened_round (epoch);

alter table settled_window drop constraint settled_window_money_check;
alter table settled_window add constraint settled_window_money_check
  check (money in ('RELEASED', 'REFUNDED', 'CARRIED', 'ACCRUED'));

-- Until now every order had its device alone.
update order_money set fold = fold || '{"shared": false, "accrued": [], "epochsAfterEnd": 0}'::jsonb where fold is not null;
