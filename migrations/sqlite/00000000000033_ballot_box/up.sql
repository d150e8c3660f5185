-- Ballots that are declared void, ties that a meeting leaves open for good, and guards for what was
-- voted: the box takes and gives papers while a ballot is open, and nothing of a ballot that is over
-- changes.

-- Whether it is on those only who are tied at the last seats; its number does not say so, since a
-- void ballot keeps the number that it had.
ALTER TABLE ballots ADD COLUMN is_among_tied INTEGER NOT NULL DEFAULT 0;
UPDATE ballots SET is_among_tied = 1 WHERE number > 1;
-- Whether it ended without being counted; close_reason says why.
ALTER TABLE ballots ADD COLUMN is_void INTEGER NOT NULL DEFAULT 0;

-- Whether the meeting decided to leave the seats empty for which candidates are tied.
ALTER TABLE committee_meetings ADD COLUMN leaves_seats_empty INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER ballots_no_change BEFORE UPDATE ON ballots WHEN OLD.state <> 'open' BEGIN
    SELECT RAISE(ABORT, 'ballots that are over do not change');
END;
CREATE TRIGGER ballots_no_delete BEFORE DELETE ON ballots BEGIN
    SELECT RAISE(ABORT, 'ballots that are over do not change');
END;

CREATE TRIGGER ballot_voters_no_insert BEFORE INSERT ON ballot_voters
WHEN (SELECT state FROM ballots WHERE id = NEW.ballot_id) IS NOT 'open' BEGIN
    SELECT RAISE(ABORT, 'ballot_voters of a ballot that is over do not change');
END;
CREATE TRIGGER ballot_voters_no_update BEFORE UPDATE ON ballot_voters BEGIN
    SELECT RAISE(ABORT, 'ballot_voters is append-only');
END;
CREATE TRIGGER ballot_voters_no_delete BEFORE DELETE ON ballot_voters BEGIN
    SELECT RAISE(ABORT, 'ballot_voters is append-only');
END;

CREATE TRIGGER ballot_recusals_no_insert BEFORE INSERT ON ballot_recusals
WHEN (SELECT state FROM ballots WHERE id = NEW.ballot_id) IS NOT 'open' BEGIN
    SELECT RAISE(ABORT, 'ballot_recusals of a ballot that is over do not change');
END;
CREATE TRIGGER ballot_recusals_no_update BEFORE UPDATE ON ballot_recusals BEGIN
    SELECT RAISE(ABORT, 'ballot_recusals is append-only');
END;
CREATE TRIGGER ballot_recusals_no_delete BEFORE DELETE ON ballot_recusals BEGIN
    SELECT RAISE(ABORT, 'ballot_recusals is append-only');
END;

CREATE TRIGGER ballot_candidates_no_insert BEFORE INSERT ON ballot_candidates
WHEN (SELECT state FROM ballots WHERE id = NEW.ballot_id) IS NOT 'open' BEGIN
    SELECT RAISE(ABORT, 'ballot_candidates of a ballot that is over do not change');
END;
CREATE TRIGGER ballot_candidates_no_update BEFORE UPDATE ON ballot_candidates
WHEN (SELECT state FROM ballots WHERE id = OLD.ballot_id) IS NOT 'open' BEGIN
    SELECT RAISE(ABORT, 'ballot_candidates of a ballot that is over do not change');
END;
CREATE TRIGGER ballot_candidates_no_delete BEFORE DELETE ON ballot_candidates BEGIN
    SELECT RAISE(ABORT, 'ballot_candidates of a ballot are never taken away');
END;

CREATE TRIGGER ballot_casts_no_insert BEFORE INSERT ON ballot_casts
WHEN (SELECT state FROM ballots WHERE id = NEW.ballot_id) IS NOT 'open' BEGIN
    SELECT RAISE(ABORT, 'ballot_casts of a ballot that is over do not change');
END;

-- Papers can be taken out while the ballot is open: the box is laid anew with every vote.
CREATE TRIGGER ballot_papers_no_insert BEFORE INSERT ON ballot_papers
WHEN (SELECT state FROM ballots WHERE id = NEW.ballot_id) IS NOT 'open' BEGIN
    SELECT RAISE(ABORT, 'ballot_papers of a ballot that is over do not change');
END;
CREATE TRIGGER ballot_papers_no_delete BEFORE DELETE ON ballot_papers
WHEN (SELECT state FROM ballots WHERE id = OLD.ballot_id) IS NOT 'open' BEGIN
    SELECT RAISE(ABORT, 'ballot_papers of a ballot that is over do not change');
END;
