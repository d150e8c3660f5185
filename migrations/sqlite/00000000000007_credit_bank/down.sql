DROP TABLE school_standings;
DROP TABLE standings;
DROP TABLE claims;
DROP TABLE completions;
DROP TABLE audit_rounds;
DROP TABLE courses;
DROP TABLE projects;
