-- Teachers in each course, moved in the transaction that adds or ends their completions: an import
-- asks here instead of counting a whole project at each chunk.

ALTER TABLE courses ADD COLUMN headcount bigint NOT NULL DEFAULT 0 CHECK (headcount >= 0);
UPDATE courses SET headcount = (
    SELECT COUNT(*) FROM completions
    WHERE course_id = courses.id AND state IN ('submitted', 'confirmed', 'sampled', 'posted')
);

-- The duplicate-course rule looks for courses of the same title, whoever offers them.
CREATE INDEX courses_by_title_key ON courses (title_key, ends_on);
