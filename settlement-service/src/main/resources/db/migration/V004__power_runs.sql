-- The rounds of an order that make its devices suspect, and the run that proved too little power.
alter table order_money add column power_runs jsonb;
