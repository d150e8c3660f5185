ALTER TABLE objections DROP COLUMN concerns;
ALTER TABLE notices DROP COLUMN reason;
ALTER TABLE notices DROP COLUMN occasion;
