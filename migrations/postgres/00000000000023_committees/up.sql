-- Committees of selections: the pool of experts, draws by lot, members, conflicts of interest.

-- Who can be drawn for committees, term by term.
CREATE TABLE experts (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people (id),
    subject text,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    -- When the bureau ended the term early, and why.
    ended_on date,
    reason text,
    appointed_at timestamptz NOT NULL,
    version bigint NOT NULL,
    CHECK (ends_on >= starts_on),
    CHECK ((ended_on IS NULL) = (reason IS NULL))
);
CREATE INDEX experts_by_person ON experts (person_id);
CREATE INDEX experts_by_end ON experts (ends_on);

-- A seed whose hash is published first, and the seed itself when lots are drawn.
CREATE TABLE selection_draws (
    id uuid NOT NULL PRIMARY KEY,
    round_id uuid NOT NULL REFERENCES selection_rounds (id),
    purpose text NOT NULL,
    commitment bytea NOT NULL,
    seed_cipher bytea NOT NULL,
    seed bytea,
    committed_at timestamptz NOT NULL,
    drawn_at timestamptz,
    CHECK ((seed IS NULL) = (drawn_at IS NULL))
);
CREATE INDEX selection_draws_by_round ON selection_draws (round_id, purpose);

CREATE TABLE committee_members (
    id uuid NOT NULL PRIMARY KEY,
    round_id uuid NOT NULL REFERENCES selection_rounds (id),
    person_id uuid NOT NULL REFERENCES people (id),
    -- What the member was when drawn; no district for bureau-run schools and other bodies.
    district_id uuid REFERENCES organizations (id),
    subject text,
    -- The place in the order of the draw.
    position bigint NOT NULL,
    is_chair boolean NOT NULL,
    state text NOT NULL,
    reason text,
    changed_at timestamptz NOT NULL,
    version bigint NOT NULL,
    UNIQUE (round_id, person_id)
);
CREATE INDEX committee_members_by_person ON committee_members (person_id);

-- What two people are to each other beyond what files tell; said once, kept for every round.
CREATE TABLE person_ties (
    person_id uuid NOT NULL REFERENCES people (id),
    other_id uuid NOT NULL REFERENCES people (id),
    kind text NOT NULL,
    note text NOT NULL,
    declared_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, other_id, kind),
    CHECK (person_id < other_id)
);
CREATE INDEX person_ties_by_other ON person_ties (other_id);

-- What stands between a member and a candidate, as found from data.
CREATE TABLE conflicts (
    member_id uuid NOT NULL REFERENCES committee_members (id),
    nomination_id uuid NOT NULL REFERENCES nominations (id),
    kind text NOT NULL,
    -- What it was found by.
    detail text NOT NULL,
    found_at timestamptz NOT NULL,
    PRIMARY KEY (member_id, nomination_id, kind)
);
CREATE INDEX conflicts_by_nomination ON conflicts (nomination_id);

-- What the secretary decided about it, with the reason.
CREATE TABLE conflict_pins (
    member_id uuid NOT NULL REFERENCES committee_members (id),
    nomination_id uuid NOT NULL REFERENCES nominations (id),
    is_conflict boolean NOT NULL,
    reason text NOT NULL,
    pinned_at timestamptz NOT NULL,
    PRIMARY KEY (member_id, nomination_id)
);
CREATE INDEX conflict_pins_by_nomination ON conflict_pins (nomination_id);
