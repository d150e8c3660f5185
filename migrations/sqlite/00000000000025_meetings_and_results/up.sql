-- Meetings of a committee, secret ballots, signed minutes; results, and certificates of an honour.

CREATE TABLE committee_meetings (
    id BLOB NOT NULL PRIMARY KEY,
    round_id BLOB NOT NULL REFERENCES selection_rounds (id),
    place TEXT NOT NULL,
    -- Members who served when it was opened.
    committee INTEGER NOT NULL CHECK (committee > 0),
    -- Candidates in the order in which they are talked about.
    agenda TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    -- What the secretary wrote down when it was closed.
    remarks TEXT,
    opened_at INTEGER NOT NULL,
    closed_at INTEGER,
    version INTEGER NOT NULL,
    CHECK ((state = 'open') = (closed_at IS NULL))
) STRICT;
CREATE INDEX committee_meetings_by_round ON committee_meetings (round_id, id);
-- One at a time, whoever is quicker.
CREATE UNIQUE INDEX committee_meetings_open ON committee_meetings (round_id) WHERE state = 'open';

-- Each stay of a member in the room; an arrival or a departure is never written over.
CREATE TABLE meeting_stays (
    id BLOB NOT NULL PRIMARY KEY,
    meeting_id BLOB NOT NULL REFERENCES committee_meetings (id),
    member_id BLOB NOT NULL REFERENCES committee_members (id),
    arrived_at INTEGER NOT NULL,
    left_at INTEGER,
    CHECK (left_at >= arrived_at)
) STRICT;
CREATE INDEX meeting_stays_by_meeting ON meeting_stays (meeting_id, id);
CREATE UNIQUE INDEX meeting_stays_present ON meeting_stays (meeting_id, member_id)
    WHERE left_at IS NULL;

CREATE TABLE ballots (
    id BLOB NOT NULL PRIMARY KEY,
    meeting_id BLOB NOT NULL REFERENCES committee_meetings (id),
    round_id BLOB NOT NULL REFERENCES selection_rounds (id),
    -- 1 is on everybody; each further one on those who are tied at the last seats.
    number INTEGER NOT NULL CHECK (number > 0),
    seats INTEGER NOT NULL CHECK (seats > 0),
    -- Members who served when it was opened.
    committee INTEGER NOT NULL CHECK (committee > 0),
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    -- Why it was closed before every paper was cast.
    close_reason TEXT,
    opened_at INTEGER NOT NULL,
    closed_at INTEGER,
    version INTEGER NOT NULL,
    UNIQUE (round_id, number),
    CHECK ((state = 'open') = (closed_at IS NULL))
) STRICT;
CREATE INDEX ballots_by_meeting ON ballots (meeting_id, number);
CREATE UNIQUE INDEX ballots_open ON ballots (round_id) WHERE state = 'open';

-- Who was in the room when a ballot was opened: whoever comes later has no vote in it.
CREATE TABLE ballot_voters (
    ballot_id BLOB NOT NULL REFERENCES ballots (id),
    member_id BLOB NOT NULL REFERENCES committee_members (id),
    PRIMARY KEY (ballot_id, member_id)
) STRICT;

-- On whom, with what was counted; nothing of it before the ballot is closed.
CREATE TABLE ballot_candidates (
    ballot_id BLOB NOT NULL REFERENCES ballots (id),
    nomination_id BLOB NOT NULL REFERENCES nominations (id),
    base INTEGER,
    yes INTEGER,
    no INTEGER,
    abstain INTEGER,
    needed INTEGER,
    has_passed INTEGER,
    PRIMARY KEY (ballot_id, nomination_id),
    CHECK ((base IS NULL) = (yes IS NULL)),
    CHECK ((base IS NULL) = (no IS NULL)),
    CHECK ((base IS NULL) = (abstain IS NULL)),
    CHECK ((base IS NULL) = (needed IS NULL)),
    CHECK ((base IS NULL) = (has_passed IS NULL))
) STRICT;

-- Who has no vote on whom, as conflicts stood when the ballot was opened.
CREATE TABLE ballot_recusals (
    ballot_id BLOB NOT NULL REFERENCES ballots (id),
    nomination_id BLOB NOT NULL REFERENCES nominations (id),
    member_id BLOB NOT NULL REFERENCES committee_members (id),
    PRIMARY KEY (ballot_id, nomination_id, member_id)
) STRICT;

-- That somebody voted: no choice, no time.
CREATE TABLE ballot_casts (
    ballot_id BLOB NOT NULL REFERENCES ballots (id),
    nomination_id BLOB NOT NULL REFERENCES nominations (id),
    member_id BLOB NOT NULL REFERENCES committee_members (id),
    PRIMARY KEY (ballot_id, nomination_id, member_id)
) STRICT;
CREATE TRIGGER ballot_casts_no_update BEFORE UPDATE ON ballot_casts BEGIN
    SELECT RAISE(ABORT, 'ballot_casts is append-only');
END;
CREATE TRIGGER ballot_casts_no_delete BEFORE DELETE ON ballot_casts BEGIN
    SELECT RAISE(ABORT, 'ballot_casts is append-only');
END;

-- What was voted: no member, no time, ids that tell no order, rows kept by them. The counting writes all papers of a
-- ballot anew, so that no trace of the transaction that cast them is left in the table.
CREATE TABLE ballot_papers (
    id BLOB NOT NULL PRIMARY KEY,
    ballot_id BLOB NOT NULL REFERENCES ballots (id),
    nomination_id BLOB NOT NULL REFERENCES nominations (id),
    choice TEXT NOT NULL CHECK (choice IN ('yes', 'no', 'abstain'))
) STRICT, WITHOUT ROWID;
CREATE INDEX ballot_papers_by_ballot ON ballot_papers (ballot_id, nomination_id);
CREATE TRIGGER ballot_papers_no_update BEFORE UPDATE ON ballot_papers BEGIN
    SELECT RAISE(ABORT, 'ballot_papers is append-only');
END;

-- As drawn up when the meeting was closed.
CREATE TABLE meeting_minutes (
    meeting_id BLOB NOT NULL PRIMARY KEY REFERENCES committee_meetings (id),
    body TEXT NOT NULL,
    digest BLOB NOT NULL,
    drawn_up_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER meeting_minutes_no_update BEFORE UPDATE ON meeting_minutes BEGIN
    SELECT RAISE(ABORT, 'meeting_minutes is append-only');
END;
CREATE TRIGGER meeting_minutes_no_delete BEFORE DELETE ON meeting_minutes BEGIN
    SELECT RAISE(ABORT, 'meeting_minutes is append-only');
END;

-- Chair and secretary, two accounts, over the same digest.
CREATE TABLE minutes_signatures (
    meeting_id BLOB NOT NULL REFERENCES meeting_minutes (meeting_id),
    seat TEXT NOT NULL CHECK (seat IN ('chair', 'secretary')),
    account_id BLOB NOT NULL REFERENCES accounts (id),
    name TEXT NOT NULL,
    digest BLOB NOT NULL,
    signed_at INTEGER NOT NULL,
    PRIMARY KEY (meeting_id, seat),
    UNIQUE (meeting_id, account_id)
) STRICT;
CREATE TRIGGER minutes_signatures_no_update BEFORE UPDATE ON minutes_signatures BEGIN
    SELECT RAISE(ABORT, 'minutes_signatures is append-only');
END;
CREATE TRIGGER minutes_signatures_no_delete BEFORE DELETE ON minutes_signatures BEGIN
    SELECT RAISE(ABORT, 'minutes_signatures is append-only');
END;

-- What became of everybody who was voted on, from the day when it was posted.
CREATE TABLE selection_results (
    nomination_id BLOB NOT NULL PRIMARY KEY REFERENCES nominations (id),
    round_id BLOB NOT NULL REFERENCES selection_rounds (id),
    state TEXT NOT NULL CHECK (
        state IN ('proposed', 'reserve', 'not_passed', 'declined', 'struck', 'certified')
    ),
    -- Place on the reserve list; kept by whoever moved up from it.
    reserve_rank INTEGER CHECK (reserve_rank > 0),
    -- The newest notice that names this candidate.
    notice_id BLOB REFERENCES notices (id),
    reason TEXT,
    decided_at INTEGER NOT NULL,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX selection_results_by_round ON selection_results (round_id, state);
CREATE INDEX selection_results_by_notice ON selection_results (notice_id);

CREATE TABLE selection_certificates (
    id BLOB NOT NULL PRIMARY KEY,
    nomination_id BLOB NOT NULL UNIQUE REFERENCES nominations (id),
    round_id BLOB NOT NULL REFERENCES selection_rounds (id),
    person_id BLOB NOT NULL REFERENCES people (id),
    number TEXT NOT NULL UNIQUE,
    -- Name and honour as they are printed.
    name TEXT NOT NULL,
    honour TEXT NOT NULL,
    honour_en TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('valid', 'renounced', 'revoked')),
    ended_on TEXT,
    end_reason TEXT,
    -- Who approved the revocation, and under which document.
    approved_by TEXT,
    document TEXT,
    allowance_yuan INTEGER CHECK (allowance_yuan > 0),
    left_on TEXT,
    -- The first day without allowance.
    allowance_stops_on TEXT,
    version INTEGER NOT NULL,
    CHECK ((state = 'valid') = (ended_on IS NULL)),
    CHECK ((ended_on IS NULL) = (end_reason IS NULL)),
    CHECK ((state = 'revoked') = (approved_by IS NOT NULL))
) STRICT;
CREATE INDEX selection_certificates_by_round ON selection_certificates (round_id, number);
CREATE INDEX selection_certificates_by_person ON selection_certificates (person_id);
