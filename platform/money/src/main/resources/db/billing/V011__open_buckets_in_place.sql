-- A run of the meter changes the newest buckets of all its accounts, which share pages: with room on them the new versions
-- need no entries in the indexes.
ALTER TABLE billing.open_bucket SET (fillfactor = 40);
