-- Lists of jobs that wait or fail, in the order of lists. Few do.
CREATE INDEX job_failing ON records.job (slice, next_at, id) WHERE last_error IS NOT NULL;
CREATE INDEX job_waiting ON records.job (slice, next_at, id) WHERE parked;

-- Lists of audit events by an outcome that is not ok. Few entries that are rows have one.
CREATE INDEX event_refused ON audit.event (chain, id) WHERE outcome <> 'ok';
