-- When TCB recoveries were. Intel's list forgets old numbers; a grace counts from the first recovery that it missed.

create table tcb_recovery (
  tee                   text not null check (tee in ('SGX', 'TDX')),
  tcb_evaluation_number integer not null,
  recovered_at          timestamptz not null,
  primary key (tee, tcb_evaluation_number)
);
insert into tcb_recovery (tee, tcb_evaluation_number, recovered_at)
select distinct on (tee, tcb_evaluation_number) tee, tcb_evaluation_number, tcb_recovery_at
from collateral where tcb_recovery_at is not null
order by tee, tcb_evaluation_number, id desc;
