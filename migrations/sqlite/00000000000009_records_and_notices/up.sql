-- What a file knows beside employments: qualification, ethics, time away; and what is made public.

CREATE TABLE qualification_certificates (
    id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    subject TEXT,
    -- As it is written on the paper; old forms are kept as they are.
    number TEXT NOT NULL,
    certified_on TEXT NOT NULL,
    issued_by TEXT,
    putonghua TEXT,
    exam_passed_on TEXT,
    exam_number TEXT,
    -- The pre-school training course that lets another certificate serve in a kindergarten.
    preschool_trained_on TEXT,
    recorded_at INTEGER NOT NULL,
    -- Taken out: it was entered by mistake.
    withdrawn_at INTEGER,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX qualification_certificates_by_person ON qualification_certificates (person_id);
CREATE INDEX qualification_certificates_by_number ON qualification_certificates (number);

-- Loss, revocation, cheating: dated; what follows is computed.
CREATE TABLE qualification_events (
    id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    happened_on TEXT NOT NULL,
    -- The judgment or decision that it rests on.
    document TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    withdrawn_at INTEGER,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX qualification_events_by_person ON qualification_events (person_id);

CREATE TABLE ethics_alerts (
    id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES people (id),
    gravity TEXT NOT NULL,
    -- How it was handled; `measure` is which sanction or admonition, none for a loss of rights.
    handling TEXT NOT NULL CHECK (handling IN ('sanction', 'rights_loss', 'admonition')),
    measure TEXT,
    staff TEXT NOT NULL,
    heard_on TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    -- The last day of its effect; none for an admonition, and for a dismissal, which never ends.
    ends_on TEXT,
    decided_by TEXT NOT NULL,
    document TEXT NOT NULL,
    summary TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'lifted', 'set_aside')),
    -- What the state rests on since it was closed or opened again: a document or a reason.
    state_reason TEXT,
    recorded_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CHECK ((handling = 'rights_loss') = (measure IS NULL))
) STRICT;
CREATE INDEX ethics_alerts_by_person ON ethics_alerts (person_id, decided_on);

CREATE TABLE absences (
    id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    started_on TEXT NOT NULL,
    ended_on TEXT,
    -- Who approved it; none where nobody did.
    approved_by TEXT,
    recorded_at INTEGER NOT NULL,
    withdrawn_at INTEGER,
    version INTEGER NOT NULL,
    CHECK (ended_on IS NULL OR ended_on >= started_on)
) STRICT;
CREATE INDEX absences_by_person ON absences (person_id, started_on);

-- What is posted for some working days before it is certified.
CREATE TABLE notices (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    -- What it is about; the kind is a table's name.
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    district_id BLOB REFERENCES organizations (id),
    posted_on TEXT NOT NULL,
    working_days INTEGER NOT NULL CHECK (working_days > 0),
    last_day TEXT NOT NULL,
    -- Names and what is proposed; nothing else about anybody.
    entries TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('posted', 'withdrawn')),
    posted_at INTEGER NOT NULL,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX notices_by_subject ON notices (subject_id);
CREATE INDEX notices_by_last_day ON notices (last_day, id);
CREATE INDEX notices_by_organization ON notices (organization_id, last_day);

CREATE TABLE objections (
    id BLOB NOT NULL PRIMARY KEY,
    notice_id BLOB NOT NULL REFERENCES notices (id),
    -- Of the code that the objector keeps; nobody else can look the answer up.
    receipt_digest BLOB NOT NULL UNIQUE,
    -- Both sealed: an objector says things about people, and may say who it is.
    text_cipher BLOB NOT NULL,
    contact_cipher BLOB,
    received_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'dismissed', 'upheld')),
    answer TEXT,
    answered_at INTEGER,
    version INTEGER NOT NULL,
    CHECK ((state = 'open') = (answered_at IS NULL)),
    CHECK ((answer IS NULL) = (answered_at IS NULL))
) STRICT;
CREATE INDEX objections_by_notice ON objections (notice_id, id);

-- What a file is, the day it bears, and the file that it takes the place of.
ALTER TABLE evidence_files ADD COLUMN paper TEXT;
ALTER TABLE evidence_files ADD COLUMN dated_on TEXT;
ALTER TABLE evidence_files ADD COLUMN replaces BLOB REFERENCES evidence_files (id);
