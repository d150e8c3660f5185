-- What a file knows beside employments: qualification, ethics, time away; and what is made public.

CREATE TABLE qualification_certificates (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people (id),
    kind text NOT NULL,
    subject text,
    -- As it is written on the paper; old forms are kept as they are.
    number text NOT NULL,
    certified_on date NOT NULL,
    issued_by text,
    putonghua text,
    exam_passed_on date,
    exam_number text,
    -- The pre-school training course that lets another certificate serve in a kindergarten.
    preschool_trained_on date,
    recorded_at timestamptz NOT NULL,
    -- Taken out: it was entered by mistake.
    withdrawn_at timestamptz,
    version bigint NOT NULL
);
CREATE INDEX qualification_certificates_by_person ON qualification_certificates (person_id);
CREATE INDEX qualification_certificates_by_number ON qualification_certificates (number);

-- Loss, revocation, cheating: dated; what follows is computed.
CREATE TABLE qualification_events (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people (id),
    kind text NOT NULL,
    happened_on date NOT NULL,
    -- The judgment or decision that it rests on.
    document text NOT NULL,
    reason text NOT NULL,
    recorded_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    version bigint NOT NULL
);
CREATE INDEX qualification_events_by_person ON qualification_events (person_id);

CREATE TABLE ethics_alerts (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people (id),
    gravity text NOT NULL,
    -- How it was handled; `measure` is which sanction or admonition, none for a loss of rights.
    handling text NOT NULL CHECK (handling IN ('sanction', 'rights_loss', 'admonition')),
    measure text,
    staff text NOT NULL,
    heard_on date NOT NULL,
    decided_on date NOT NULL,
    -- The last day of its effect; none for an admonition, and for a dismissal, which never ends.
    ends_on date,
    decided_by text NOT NULL,
    document text NOT NULL,
    summary text NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'lifted', 'set_aside')),
    -- What the state rests on since it was closed or opened again: a document or a reason.
    state_reason text,
    recorded_at timestamptz NOT NULL,
    version bigint NOT NULL,
    CHECK ((handling = 'rights_loss') = (measure IS NULL))
);
CREATE INDEX ethics_alerts_by_person ON ethics_alerts (person_id, decided_on);

CREATE TABLE absences (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people (id),
    kind text NOT NULL,
    started_on date NOT NULL,
    ended_on date,
    -- Who approved it; none where nobody did.
    approved_by text,
    recorded_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    version bigint NOT NULL,
    CHECK (ended_on IS NULL OR ended_on >= started_on)
);
CREATE INDEX absences_by_person ON absences (person_id, started_on);

-- What is posted for some working days before it is certified.
CREATE TABLE notices (
    id uuid NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    title text NOT NULL,
    -- What it is about; the kind is a table's name.
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    organization_id uuid NOT NULL REFERENCES organizations (id),
    district_id uuid REFERENCES organizations (id),
    posted_on date NOT NULL,
    working_days integer NOT NULL CHECK (working_days > 0),
    last_day date NOT NULL,
    -- Names and what is proposed; nothing else about anybody.
    entries text NOT NULL,
    state text NOT NULL CHECK (state IN ('posted', 'withdrawn')),
    posted_at timestamptz NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX notices_by_subject ON notices (subject_id);
CREATE INDEX notices_by_last_day ON notices (last_day, id);
CREATE INDEX notices_by_organization ON notices (organization_id, last_day);

CREATE TABLE objections (
    id uuid NOT NULL PRIMARY KEY,
    notice_id uuid NOT NULL REFERENCES notices (id),
    -- Of the code that the objector keeps; nobody else can look the answer up.
    receipt_digest bytea NOT NULL UNIQUE,
    -- Both sealed: an objector says things about people, and may say who it is.
    text_cipher bytea NOT NULL,
    contact_cipher bytea,
    received_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'dismissed', 'upheld')),
    answer text,
    answered_at timestamptz,
    version bigint NOT NULL,
    CHECK ((state = 'open') = (answered_at IS NULL)),
    CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX objections_by_notice ON objections (notice_id, id);

-- What a file is, the day it bears, and the file that it takes the place of.
ALTER TABLE evidence_files ADD COLUMN paper text;
ALTER TABLE evidence_files ADD COLUMN dated_on date;
ALTER TABLE evidence_files ADD COLUMN replaces uuid REFERENCES evidence_files (id);
