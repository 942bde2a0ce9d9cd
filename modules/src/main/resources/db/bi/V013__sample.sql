-- The first rows of a run, on its first page. Null of runs of gateways from before, which the page itself shows.
ALTER TABLE bi.result ADD COLUMN sample json;
