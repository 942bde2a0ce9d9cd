-- A delivery whose lease ends without a word of its dispatcher may be what ended it: it is counted, and waits longer
-- each time.
ALTER TABLE webhooks.delivery ADD COLUMN lost smallint NOT NULL DEFAULT 0;
COMMENT ON COLUMN webhooks.delivery.lost IS 'leases in a row that ended by themselves, since the last settled attempt';
