-- What was handed in with a nomination, each time: kept as it stood then, and never changed.

CREATE TABLE nomination_versions (
    nomination_id BLOB NOT NULL REFERENCES nominations (id),
    -- 1, 2, … as often as it was handed in.
    number INTEGER NOT NULL CHECK (number > 0),
    statement TEXT NOT NULL,
    -- Its files: id, hash, name, what paper, of which day.
    files TEXT NOT NULL,
    -- What the person file said, up to the round's cut-off.
    facts TEXT NOT NULL,
    kept_at INTEGER NOT NULL,
    PRIMARY KEY (nomination_id, number)
) STRICT;

-- Of what was handed in before versions were kept, the last as far as it is known: the statement, the
-- files and the person file of now.
INSERT INTO nomination_versions (nomination_id, number, statement, files, facts, kept_at)
SELECT nominations.id, 1, nominations.statement, coalesce((
    SELECT json_group_array(json_object(
        'id', lower(hex(it.id)), 'sha256', lower(hex(it.sha256)), 'size', it.size,
        'media_type', it.media_type, 'name', it.name, 'paper', it.paper, 'dated_on', it.dated_on
    ) ORDER BY it.id)
    FROM evidence_files it
    WHERE it.owner_kind = 'nominations' AND it.owner_id = nominations.id AND it.withdrawn_at IS NULL
), '[]'), json_object('posts', json(coalesce((
    SELECT json_group_array(json_object(
        'post', it.post, 'school', place.name,
        'is_rural', json(iif(place.is_rural, 'true', 'false')), 'subject', it.subject,
        'started_on', it.started_on,
        'ended_on', iif(it.ended_on <= selection_rounds.cutoff_on, it.ended_on, NULL)
    ) ORDER BY it.started_on DESC)
    FROM employments it JOIN organizations place ON place.id = it.organization_id
    WHERE it.person_id = nominations.person_id AND it.started_on <= selection_rounds.cutoff_on
), '[]')), 'titles', json(coalesce((
    SELECT json_group_array(json_object(
        'title', it.title, 'granted_on', it.granted_on
    ) ORDER BY it.granted_on DESC, it.title)
    FROM titles it
    WHERE it.person_id = nominations.person_id
        AND (it.granted_on IS NULL OR it.granted_on <= selection_rounds.cutoff_on)
), '[]')), 'certificates', json(coalesce((
    SELECT json_group_array(json_object(
        'kind', it.kind, 'subject', it.subject, 'certified_on', it.certified_on
    ) ORDER BY it.certified_on DESC, it.id)
    FROM qualification_certificates it
    WHERE it.person_id = nominations.person_id AND it.withdrawn_at IS NULL
        AND it.certified_on <= selection_rounds.cutoff_on
), '[]')), 'hours', json(coalesce((
    SELECT json_group_array(json_object(
        'year', it.year, 'hundredths', it.hundredths
    ) ORDER BY it.year DESC)
    FROM (
        SELECT year, posted_general + posted_professional + posted_elective AS hundredths
        FROM standings
        WHERE standings.person_id = nominations.person_id
            AND year < CAST(substr(selection_rounds.cutoff_on, 1, 4) AS INTEGER)
        ORDER BY year DESC LIMIT 5
    ) it
), '[]'))), handed_in.at
FROM nominations
JOIN selection_rounds ON selection_rounds.id = nominations.round_id
JOIN (
    SELECT subject_id, max(recorded_at) AS at FROM journal_entries
    WHERE event = 'nomination_submitted' GROUP BY subject_id
) handed_in ON handed_in.subject_id = nominations.id;

CREATE TRIGGER nomination_versions_no_update BEFORE UPDATE ON nomination_versions BEGIN
    SELECT RAISE(ABORT, 'nomination_versions is append-only');
END;
CREATE TRIGGER nomination_versions_no_delete BEFORE DELETE ON nomination_versions BEGIN
    SELECT RAISE(ABORT, 'nomination_versions is append-only');
END;
