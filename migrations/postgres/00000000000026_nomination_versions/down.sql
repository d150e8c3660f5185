DROP TABLE nomination_versions;
