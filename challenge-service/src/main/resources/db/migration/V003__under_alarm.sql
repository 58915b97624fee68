-- Whether the registry holds a node's rating for refuted: it is rated anew as soon as no order needs it.
alter table node_version add column under_alarm boolean not null default false;
