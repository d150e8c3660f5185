DROP INDEX registration_proposals_by_district;
DROP TABLE registration_flips;
DROP TABLE registration_trials;
