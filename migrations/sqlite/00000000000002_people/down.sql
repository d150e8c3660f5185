DROP TABLE counters;
DROP TABLE person_matches;
DROP TABLE annual_assessments;
DROP TABLE titles;
DROP TABLE employments;
DROP TABLE people;
