DROP TABLE lesson_scores_before;
DROP TABLE lesson_moves;
