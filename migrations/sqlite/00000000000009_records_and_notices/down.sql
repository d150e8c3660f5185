ALTER TABLE evidence_files DROP COLUMN replaces;
ALTER TABLE evidence_files DROP COLUMN dated_on;
ALTER TABLE evidence_files DROP COLUMN paper;
DROP TABLE objections;
DROP TABLE notices;
DROP TABLE absences;
DROP TABLE ethics_alerts;
DROP TABLE qualification_events;
DROP TABLE qualification_certificates;
