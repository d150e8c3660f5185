DROP TABLE conflict_pins;
DROP TABLE conflicts;
DROP TABLE person_ties;
DROP TABLE committee_members;
DROP TABLE selection_draws;
DROP TABLE experts;
