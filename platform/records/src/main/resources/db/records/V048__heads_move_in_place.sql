-- The head of a chain moves with every run of the meter. An index whose condition names the position got an entry each
-- time, and so did the key: without it, and with room on its page, a head moves in place. What is to be anchored is found
-- once a minute, by reading the heads.
DROP INDEX audit.head_unanchored;
ALTER TABLE audit.head SET (fillfactor = 50);
