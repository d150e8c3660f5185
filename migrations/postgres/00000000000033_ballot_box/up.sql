-- Ballots that are declared void, ties that a meeting leaves open for good, and guards for what was
-- voted: the box takes and gives papers while a ballot is open, and nothing of a ballot that is over
-- changes.

-- Whether it is on those only who are tied at the last seats; its number does not say so, since a
-- void ballot keeps the number that it had.
ALTER TABLE ballots ADD COLUMN is_among_tied boolean NOT NULL DEFAULT false;
UPDATE ballots SET is_among_tied = true WHERE number > 1;
-- Whether it ended without being counted; close_reason says why.
ALTER TABLE ballots ADD COLUMN is_void boolean NOT NULL DEFAULT false;

-- Whether the meeting decided to leave the seats empty for which candidates are tied.
ALTER TABLE committee_meetings ADD COLUMN leaves_seats_empty boolean NOT NULL DEFAULT false;

CREATE FUNCTION refuse_unless_ballot_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ballot uuid := CASE TG_OP WHEN 'INSERT' THEN NEW.ballot_id ELSE OLD.ballot_id END;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM ballots WHERE id = ballot AND state = 'open') THEN
        RAISE EXCEPTION '% of a ballot that is over do not change', TG_TABLE_NAME;
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE TRIGGER ballots_no_change BEFORE UPDATE ON ballots
    FOR EACH ROW WHEN (OLD.state <> 'open') EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ballots_no_delete BEFORE DELETE OR TRUNCATE ON ballots
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER ballot_voters_no_insert BEFORE INSERT ON ballot_voters
    FOR EACH ROW EXECUTE FUNCTION refuse_unless_ballot_open();
CREATE TRIGGER ballot_voters_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ballot_voters
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER ballot_recusals_no_insert BEFORE INSERT ON ballot_recusals
    FOR EACH ROW EXECUTE FUNCTION refuse_unless_ballot_open();
CREATE TRIGGER ballot_recusals_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ballot_recusals
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER ballot_candidates_no_change BEFORE INSERT OR UPDATE ON ballot_candidates
    FOR EACH ROW EXECUTE FUNCTION refuse_unless_ballot_open();
CREATE TRIGGER ballot_candidates_no_delete BEFORE DELETE OR TRUNCATE ON ballot_candidates
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER ballot_casts_no_insert BEFORE INSERT ON ballot_casts
    FOR EACH ROW EXECUTE FUNCTION refuse_unless_ballot_open();

-- Papers can be taken out while the ballot is open: the box is laid anew with every vote.
CREATE TRIGGER ballot_papers_no_change BEFORE INSERT OR DELETE ON ballot_papers
    FOR EACH ROW EXECUTE FUNCTION refuse_unless_ballot_open();
