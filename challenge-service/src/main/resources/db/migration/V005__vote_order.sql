-- Which of two contradicting verdicts came first: money is computed from the votes in this order, here and in settlement-service.
alter table vote add column arrived bigint generated always as identity;
