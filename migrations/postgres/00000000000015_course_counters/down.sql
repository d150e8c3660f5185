DROP INDEX courses_by_title_key;
ALTER TABLE courses DROP COLUMN headcount;
