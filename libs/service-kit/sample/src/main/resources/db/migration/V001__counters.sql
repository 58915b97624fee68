create table counter (
  consumer text           not null,
  name     text           not null,
  total    numeric(78, 0) not null check (total >= 0),
  times    int            not null,
  last     int            not null,
  primary key (consumer, name)
);
