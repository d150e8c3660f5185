-- How much one member reviews at most, where the secretary said so; else what the programme says.
ALTER TABLE committee_members ADD COLUMN load_max bigint CHECK (load_max > 0);

-- What lots were drawn from, so that anybody can draw again: kept when the seed is opened.
ALTER TABLE selection_draws ADD COLUMN inputs text;

-- What people are to each other as nominees say it of themselves, or as the bureau took it in from lists
-- of studios, mentors and joint works. Of a nominee the nominee stands first, else the smaller id.
CREATE TABLE stated_ties (
    person_id uuid NOT NULL REFERENCES people (id),
    other_id uuid NOT NULL REFERENCES people (id),
    kind text NOT NULL,
    stated_by text NOT NULL CHECK (stated_by IN ('nominee', 'bureau')),
    -- In the nominee's words, or the bureau's source.
    note text NOT NULL,
    since_on date,
    until_on date,
    stated_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, other_id, kind, stated_by),
    CHECK (person_id <> other_id),
    CHECK (until_on >= since_on)
);
CREATE INDEX stated_ties_by_other ON stated_ties (other_id);
