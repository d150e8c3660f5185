-- What happens to lessons after the draw: places moved with a reason, points changed.

-- Append-only. The number drawn by lot stays; only day, room and hour change.
CREATE TABLE lesson_moves (
    id BLOB NOT NULL PRIMARY KEY,
    round_id BLOB NOT NULL REFERENCES selection_rounds (id),
    nomination_id BLOB NOT NULL REFERENCES nominations (id),
    -- Whose place it was, who got the other in exchange; none where it was free.
    other_id BLOB REFERENCES nominations (id),
    -- Day, room and minutes.
    moved_from TEXT NOT NULL,
    moved_to TEXT NOT NULL,
    reason TEXT NOT NULL,
    moved_at INTEGER NOT NULL
) STRICT;
CREATE INDEX lesson_moves_by_round ON lesson_moves (round_id, id);
CREATE INDEX lesson_moves_by_nomination ON lesson_moves (nomination_id);
CREATE INDEX lesson_moves_by_other ON lesson_moves (other_id);

-- Append-only. Points that others replaced, for whoever has to explain them one day; no page shows them.
CREATE TABLE lesson_scores_before (
    nomination_id BLOB NOT NULL REFERENCES lessons (nomination_id),
    member_id BLOB NOT NULL REFERENCES committee_members (id),
    version INTEGER NOT NULL CHECK (version > 0),
    lesson INTEGER NOT NULL CHECK (lesson BETWEEN 0 AND 100),
    defence INTEGER NOT NULL CHECK (defence BETWEEN 0 AND 100),
    scored_at INTEGER NOT NULL,
    PRIMARY KEY (nomination_id, member_id, version)
) STRICT;
CREATE INDEX lesson_scores_before_by_member ON lesson_scores_before (member_id);

CREATE TRIGGER lesson_moves_no_update BEFORE UPDATE ON lesson_moves BEGIN
    SELECT RAISE(ABORT, 'lesson_moves is append-only');
END;
CREATE TRIGGER lesson_moves_no_delete BEFORE DELETE ON lesson_moves BEGIN
    SELECT RAISE(ABORT, 'lesson_moves is append-only');
END;

CREATE TRIGGER lesson_scores_before_no_update BEFORE UPDATE ON lesson_scores_before BEGIN
    SELECT RAISE(ABORT, 'lesson_scores_before is append-only');
END;
CREATE TRIGGER lesson_scores_before_no_delete BEFORE DELETE ON lesson_scores_before BEGIN
    SELECT RAISE(ABORT, 'lesson_scores_before is append-only');
END;
