DROP TABLE nomination_confirmations;
DROP TABLE nomination_lists;
DROP TABLE nomination_votes;
DROP TABLE nominations;
