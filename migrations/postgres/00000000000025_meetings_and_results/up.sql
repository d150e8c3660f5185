-- Meetings of a committee, secret ballots, signed minutes; results, and certificates of an honour.

CREATE TABLE committee_meetings (
    id uuid NOT NULL PRIMARY KEY,
    round_id uuid NOT NULL REFERENCES selection_rounds (id),
    place text NOT NULL,
    -- Members who served when it was opened.
    committee bigint NOT NULL CHECK (committee > 0),
    -- Candidates in the order in which they are talked about.
    agenda text NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'closed')),
    -- What the secretary wrote down when it was closed.
    remarks text,
    opened_at timestamptz NOT NULL,
    closed_at timestamptz,
    version bigint NOT NULL,
    CHECK ((state = 'open') = (closed_at IS NULL))
);
CREATE INDEX committee_meetings_by_round ON committee_meetings (round_id, id);
-- One at a time, whoever is quicker.
CREATE UNIQUE INDEX committee_meetings_open ON committee_meetings (round_id) WHERE state = 'open';

-- Each stay of a member in the room; an arrival or a departure is never written over.
CREATE TABLE meeting_stays (
    id uuid NOT NULL PRIMARY KEY,
    meeting_id uuid NOT NULL REFERENCES committee_meetings (id),
    member_id uuid NOT NULL REFERENCES committee_members (id),
    arrived_at timestamptz NOT NULL,
    left_at timestamptz,
    CHECK (left_at >= arrived_at)
);
CREATE INDEX meeting_stays_by_meeting ON meeting_stays (meeting_id, id);
CREATE UNIQUE INDEX meeting_stays_present ON meeting_stays (meeting_id, member_id)
    WHERE left_at IS NULL;

CREATE TABLE ballots (
    id uuid NOT NULL PRIMARY KEY,
    meeting_id uuid NOT NULL REFERENCES committee_meetings (id),
    round_id uuid NOT NULL REFERENCES selection_rounds (id),
    -- 1 is on everybody; each further one on those who are tied at the last seats.
    number bigint NOT NULL CHECK (number > 0),
    seats bigint NOT NULL CHECK (seats > 0),
    -- Members who served when it was opened.
    committee bigint NOT NULL CHECK (committee > 0),
    state text NOT NULL CHECK (state IN ('open', 'closed')),
    -- Why it was closed before every paper was cast.
    close_reason text,
    opened_at timestamptz NOT NULL,
    closed_at timestamptz,
    version bigint NOT NULL,
    UNIQUE (round_id, number),
    CHECK ((state = 'open') = (closed_at IS NULL))
);
CREATE INDEX ballots_by_meeting ON ballots (meeting_id, number);
CREATE UNIQUE INDEX ballots_open ON ballots (round_id) WHERE state = 'open';

-- Who was in the room when a ballot was opened: whoever comes later has no vote in it.
CREATE TABLE ballot_voters (
    ballot_id uuid NOT NULL REFERENCES ballots (id),
    member_id uuid NOT NULL REFERENCES committee_members (id),
    PRIMARY KEY (ballot_id, member_id)
);

-- On whom, with what was counted; nothing of it before the ballot is closed.
CREATE TABLE ballot_candidates (
    ballot_id uuid NOT NULL REFERENCES ballots (id),
    nomination_id uuid NOT NULL REFERENCES nominations (id),
    base bigint,
    yes bigint,
    no bigint,
    abstain bigint,
    needed bigint,
    has_passed boolean,
    PRIMARY KEY (ballot_id, nomination_id),
    CHECK ((base IS NULL) = (yes IS NULL)),
    CHECK ((base IS NULL) = (no IS NULL)),
    CHECK ((base IS NULL) = (abstain IS NULL)),
    CHECK ((base IS NULL) = (needed IS NULL)),
    CHECK ((base IS NULL) = (has_passed IS NULL))
);

-- Who has no vote on whom, as conflicts stood when the ballot was opened.
CREATE TABLE ballot_recusals (
    ballot_id uuid NOT NULL REFERENCES ballots (id),
    nomination_id uuid NOT NULL REFERENCES nominations (id),
    member_id uuid NOT NULL REFERENCES committee_members (id),
    PRIMARY KEY (ballot_id, nomination_id, member_id)
);

-- That somebody voted: no choice, no time.
CREATE TABLE ballot_casts (
    ballot_id uuid NOT NULL REFERENCES ballots (id),
    nomination_id uuid NOT NULL REFERENCES nominations (id),
    member_id uuid NOT NULL REFERENCES committee_members (id),
    PRIMARY KEY (ballot_id, nomination_id, member_id)
);
CREATE TRIGGER ballot_casts_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ballot_casts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What was voted: no member, no time, ids that tell no order. The counting writes all papers of a
-- ballot anew, so that no trace of the transaction that cast them is left in the table.
CREATE TABLE ballot_papers (
    id uuid NOT NULL PRIMARY KEY,
    ballot_id uuid NOT NULL REFERENCES ballots (id),
    nomination_id uuid NOT NULL REFERENCES nominations (id),
    choice text NOT NULL CHECK (choice IN ('yes', 'no', 'abstain'))
);
CREATE INDEX ballot_papers_by_ballot ON ballot_papers (ballot_id, nomination_id);
CREATE TRIGGER ballot_papers_no_update BEFORE UPDATE OR TRUNCATE ON ballot_papers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- As drawn up when the meeting was closed.
CREATE TABLE meeting_minutes (
    meeting_id uuid NOT NULL PRIMARY KEY REFERENCES committee_meetings (id),
    body text NOT NULL,
    digest bytea NOT NULL,
    drawn_up_at timestamptz NOT NULL
);
CREATE TRIGGER meeting_minutes_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON meeting_minutes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Chair and secretary, two accounts, over the same digest.
CREATE TABLE minutes_signatures (
    meeting_id uuid NOT NULL REFERENCES meeting_minutes (meeting_id),
    seat text NOT NULL CHECK (seat IN ('chair', 'secretary')),
    account_id uuid NOT NULL REFERENCES accounts (id),
    name text NOT NULL,
    digest bytea NOT NULL,
    signed_at timestamptz NOT NULL,
    PRIMARY KEY (meeting_id, seat),
    UNIQUE (meeting_id, account_id)
);
CREATE TRIGGER minutes_signatures_no_change BEFORE UPDATE OR DELETE OR TRUNCATE
    ON minutes_signatures FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What became of everybody who was voted on, from the day when it was posted.
CREATE TABLE selection_results (
    nomination_id uuid NOT NULL PRIMARY KEY REFERENCES nominations (id),
    round_id uuid NOT NULL REFERENCES selection_rounds (id),
    state text NOT NULL CHECK (
        state IN ('proposed', 'reserve', 'not_passed', 'declined', 'struck', 'certified')
    ),
    -- Place on the reserve list; kept by whoever moved up from it.
    reserve_rank bigint CHECK (reserve_rank > 0),
    -- The newest notice that names this candidate.
    notice_id uuid REFERENCES notices (id),
    reason text,
    decided_at timestamptz NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX selection_results_by_round ON selection_results (round_id, state);
CREATE INDEX selection_results_by_notice ON selection_results (notice_id);

CREATE TABLE selection_certificates (
    id uuid NOT NULL PRIMARY KEY,
    nomination_id uuid NOT NULL UNIQUE REFERENCES nominations (id),
    round_id uuid NOT NULL REFERENCES selection_rounds (id),
    person_id uuid NOT NULL REFERENCES people (id),
    number text NOT NULL UNIQUE,
    -- Name and honour as they are printed.
    name text NOT NULL,
    honour text NOT NULL,
    honour_en text NOT NULL,
    issued_on date NOT NULL,
    reason text NOT NULL,
    state text NOT NULL CHECK (state IN ('valid', 'renounced', 'revoked')),
    ended_on date,
    end_reason text,
    -- Who approved the revocation, and under which document.
    approved_by text,
    document text,
    allowance_yuan bigint CHECK (allowance_yuan > 0),
    left_on date,
    -- The first day without allowance.
    allowance_stops_on date,
    version bigint NOT NULL,
    CHECK ((state = 'valid') = (ended_on IS NULL)),
    CHECK ((ended_on IS NULL) = (end_reason IS NULL)),
    CHECK ((state = 'revoked') = (approved_by IS NOT NULL))
);
CREATE INDEX selection_certificates_by_round ON selection_certificates (round_id, number);
CREATE INDEX selection_certificates_by_person ON selection_certificates (person_id);
