-- Basis points of each device that the node keeps for its solver beside a tenant; null if it is not shared, or the part is too small to be measured.
alter table node add column shared_phi_bps int check (shared_phi_bps between 1 and 9999);
