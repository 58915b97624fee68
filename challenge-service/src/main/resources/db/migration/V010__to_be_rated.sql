-- An alarm is one reason of two to rate a node anew; its provider may ask for it as well.
alter table node_version rename column under_alarm to to_be_rated;
