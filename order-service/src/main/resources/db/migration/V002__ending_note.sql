-- What whoever ended the order said about it, for people; the provider's reason for a rejection.
alter table orders add column ending_note text check (length(ending_note) <= 2000);
