-- Orders that are not final: as long as one depends on a node, its devices and ratings stay as they are.
create table open_order (
  order_id text primary key check (order_id ~ '^0x[0-9a-f]{64}$'),
  node_id  text not null check (node_id ~ '^0x[0-9a-f]{64}$')
);
create index open_order_node on open_order (node_id);
