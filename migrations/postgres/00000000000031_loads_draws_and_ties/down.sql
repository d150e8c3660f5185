DROP TABLE stated_ties;
ALTER TABLE selection_draws DROP COLUMN inputs;
ALTER TABLE committee_members DROP COLUMN load_max;
