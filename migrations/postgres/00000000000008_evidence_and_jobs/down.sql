DROP TABLE import_problems;
DROP TABLE jobs;
DROP TABLE evidence_files;
