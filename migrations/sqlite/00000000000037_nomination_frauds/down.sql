DROP TABLE nomination_frauds;
