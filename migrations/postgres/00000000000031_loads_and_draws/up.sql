-- How much one member reviews at most, where the secretary said so; else what the programme says.
ALTER TABLE committee_members ADD COLUMN load_max bigint CHECK (load_max > 0);

-- What lots were drawn from, so that anybody can draw again: kept when the seed is opened.
ALTER TABLE selection_draws ADD COLUMN inputs text;
