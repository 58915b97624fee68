-- Orders whose node lost its attestation: held until it comes back or the time for holds is used up.
alter table orders
  add column held_epochs bigint not null default 0 check (held_epochs >= 0),
  add column hold_from_epoch bigint,
  add column hold_cause text;

-- The checks of V001 that name the states, by what they say.
do $$
declare
  old text;
begin
  for old in
    select conname from pg_constraint
    where conrelid = 'orders'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%DEGRADED%'
  loop
    execute format('alter table orders drop constraint %I', old);
  end loop;
end $$;

alter table orders
  add constraint orders_state_known check (state in ('QUOTED', 'AWAITING_ESCROW', 'AWAITING_PROVIDER', 'ACTIVE', 'DEGRADED',
    'ATTESTATION_HOLD', 'CLOSING', 'COMPLETED', 'CANCELLED', 'TERMINATED', 'EXPIRED', 'REJECTED')),
  add constraint orders_paid check (state not in ('AWAITING_PROVIDER', 'ACTIVE', 'DEGRADED', 'ATTESTATION_HOLD', 'CLOSING')
    or deposit is not null),
  add constraint orders_accepted check (state not in ('ACTIVE', 'DEGRADED', 'ATTESTATION_HOLD')
    or (acceptance is not null and ends_at_epoch is not null)),
  add constraint orders_open check ((state in ('QUOTED', 'AWAITING_ESCROW', 'AWAITING_PROVIDER', 'ACTIVE', 'DEGRADED',
    'ATTESTATION_HOLD')) = (close_reason is null and ending_reason is null)),
  add constraint orders_held check ((state = 'ATTESTATION_HOLD') = (hold_from_epoch is not null)
    and (hold_from_epoch is null) = (hold_cause is null));
