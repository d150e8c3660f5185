-- Who answers no objection to a notice besides those whose names stand in it, as whoever posted it
-- said: those who compete with them, and those who judged them.

CREATE TABLE notice_barred (
    notice_id uuid NOT NULL REFERENCES notices (id),
    person_id uuid NOT NULL REFERENCES people (id),
    PRIMARY KEY (notice_id, person_id)
);
CREATE INDEX notice_barred_by_person ON notice_barred (person_id);
