-- What happens to lessons after the draw: places moved with a reason, points changed.

-- Append-only. The number drawn by lot stays; only day, room and hour change.
CREATE TABLE lesson_moves (
    id uuid NOT NULL PRIMARY KEY,
    round_id uuid NOT NULL REFERENCES selection_rounds (id),
    nomination_id uuid NOT NULL REFERENCES nominations (id),
    -- Whose place it was, who got the other in exchange; none where it was free.
    other_id uuid REFERENCES nominations (id),
    -- Day, room and minutes.
    moved_from text NOT NULL,
    moved_to text NOT NULL,
    reason text NOT NULL,
    moved_at timestamptz NOT NULL
);
CREATE INDEX lesson_moves_by_round ON lesson_moves (round_id, id);
CREATE INDEX lesson_moves_by_nomination ON lesson_moves (nomination_id);
CREATE INDEX lesson_moves_by_other ON lesson_moves (other_id);

-- Append-only. Points that others replaced, for whoever has to explain them one day; no page shows them.
CREATE TABLE lesson_scores_before (
    nomination_id uuid NOT NULL REFERENCES lessons (nomination_id),
    member_id uuid NOT NULL REFERENCES committee_members (id),
    version bigint NOT NULL CHECK (version > 0),
    lesson bigint NOT NULL CHECK (lesson BETWEEN 0 AND 100),
    defence bigint NOT NULL CHECK (defence BETWEEN 0 AND 100),
    scored_at timestamptz NOT NULL,
    PRIMARY KEY (nomination_id, member_id, version)
);
CREATE INDEX lesson_scores_before_by_member ON lesson_scores_before (member_id);

CREATE TRIGGER lesson_moves_no_change
    BEFORE UPDATE OR DELETE OR TRUNCATE ON lesson_moves
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER lesson_scores_before_no_change
    BEFORE UPDATE OR DELETE OR TRUNCATE ON lesson_scores_before
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
