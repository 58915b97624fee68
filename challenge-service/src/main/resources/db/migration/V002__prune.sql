-- Old rounds are let go of by epoch; the primary key of verdicts begins with the node.
create index verdict_epoch on verdict (epoch);
