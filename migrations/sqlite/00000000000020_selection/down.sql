DROP TABLE round_shares;
DROP TABLE round_phases;
DROP TABLE selection_rounds;
DROP TABLE programmes;
