-- What an offline check of a grace needs: Intel's signed list of evaluation numbers, and when a claim was appraised last.

alter table collateral add column evaluation_numbers bytea;
alter table collateral add column evaluation_numbers_issuer_chain bytea;
alter table collateral add check ((evaluation_numbers is null) = (evaluation_numbers_issuer_chain is null));

alter table claim add column appraised_at timestamptz;
update claim c set appraised_at = v.judged_at from verdict v where v.evidence_id = c.evidence_id;
alter table claim alter column appraised_at set not null;

-- What time alone will make of a claim at recheck_at.
alter table claim add column expected_status text;
