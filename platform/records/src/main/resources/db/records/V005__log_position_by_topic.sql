-- Positions in logs have one shape wherever they are kept.
ALTER TABLE audit.intake RENAME COLUMN next_offset TO next;
ALTER TABLE audit.intake ALTER COLUMN topic_id TYPE uuid USING topic_id::uuid;
