-- What re-appraisal needs: when a claim is looked at again, who stood for a platform first, when a TCB recovery was.

alter table claim add column platform_since timestamptz;
update claim set platform_since = valid_until;
alter table claim alter column platform_since set not null;
alter table claim add column recheck_at timestamptz;
update claim set recheck_at = valid_until - interval '100 years';
create index claim_recheck on claim (recheck_at);

alter table collateral add column tcb_recovery_at timestamptz;
