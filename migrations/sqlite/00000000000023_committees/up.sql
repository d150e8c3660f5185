-- Committees of selections: the pool of experts, draws by lot, members, conflicts of interest.

-- Who can be drawn for committees, term by term.
CREATE TABLE experts (
    id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES people (id),
    subject TEXT,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    -- When the bureau ended the term early, and why.
    ended_on TEXT,
    reason TEXT,
    appointed_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CHECK (ends_on >= starts_on),
    CHECK ((ended_on IS NULL) = (reason IS NULL))
) STRICT;
CREATE INDEX experts_by_person ON experts (person_id);
CREATE INDEX experts_by_end ON experts (ends_on);

-- A seed whose hash is published first, and the seed itself when lots are drawn.
CREATE TABLE selection_draws (
    id BLOB NOT NULL PRIMARY KEY,
    round_id BLOB NOT NULL REFERENCES selection_rounds (id),
    purpose TEXT NOT NULL,
    commitment BLOB NOT NULL,
    seed_cipher BLOB NOT NULL,
    seed BLOB,
    committed_at INTEGER NOT NULL,
    drawn_at INTEGER,
    CHECK ((seed IS NULL) = (drawn_at IS NULL))
) STRICT;
CREATE INDEX selection_draws_by_round ON selection_draws (round_id, purpose);

CREATE TABLE committee_members (
    id BLOB NOT NULL PRIMARY KEY,
    round_id BLOB NOT NULL REFERENCES selection_rounds (id),
    person_id BLOB NOT NULL REFERENCES people (id),
    -- What the member was when drawn; no district for bureau-run schools and other bodies.
    district_id BLOB REFERENCES organizations (id),
    subject TEXT,
    -- The place in the order of the draw.
    position INTEGER NOT NULL,
    is_chair INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    changed_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    UNIQUE (round_id, person_id)
) STRICT;
CREATE INDEX committee_members_by_person ON committee_members (person_id);

-- What two people are to each other beyond what files tell; said once, kept for every round.
CREATE TABLE person_ties (
    person_id BLOB NOT NULL REFERENCES people (id),
    other_id BLOB NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    note TEXT NOT NULL,
    declared_at INTEGER NOT NULL,
    PRIMARY KEY (person_id, other_id, kind),
    CHECK (person_id < other_id)
) STRICT;
CREATE INDEX person_ties_by_other ON person_ties (other_id);

-- What stands between a member and a candidate, as found from data.
CREATE TABLE conflicts (
    member_id BLOB NOT NULL REFERENCES committee_members (id),
    nomination_id BLOB NOT NULL REFERENCES nominations (id),
    kind TEXT NOT NULL,
    -- What it was found by.
    detail TEXT NOT NULL,
    found_at INTEGER NOT NULL,
    PRIMARY KEY (member_id, nomination_id, kind)
) STRICT;
CREATE INDEX conflicts_by_nomination ON conflicts (nomination_id);

-- What the secretary decided about it, with the reason.
CREATE TABLE conflict_pins (
    member_id BLOB NOT NULL REFERENCES committee_members (id),
    nomination_id BLOB NOT NULL REFERENCES nominations (id),
    is_conflict INTEGER NOT NULL,
    reason TEXT NOT NULL,
    pinned_at INTEGER NOT NULL,
    PRIMARY KEY (member_id, nomination_id)
) STRICT;
CREATE INDEX conflict_pins_by_nomination ON conflict_pins (nomination_id);
