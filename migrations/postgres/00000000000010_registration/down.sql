DROP INDEX transfers_settled;
DROP TABLE registrations;
DROP TABLE registration_cases;
DROP TABLE registration_proposals;
DROP TABLE registration_windows;
