-- Which list of a selection a notice is, why it was posted if another was before, and whom an
-- objection that was right is about.

ALTER TABLE notices ADD COLUMN occasion text
    CHECK (occasion IN ('school', 'district', 'results', 'replacement', 'again'));
ALTER TABLE notices ADD COLUMN reason text;
-- Persons of the notice, as a list of ids; none for an objection to the list as a whole.
ALTER TABLE objections ADD COLUMN concerns text;
