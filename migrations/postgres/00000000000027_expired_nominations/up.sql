-- A nomination that was sent back and not handed in again was stored as taken back by its teacher.
UPDATE nominations SET state = 'expired'
WHERE state = 'withdrawn' AND approval LIKE '%"act":"expire"%';
