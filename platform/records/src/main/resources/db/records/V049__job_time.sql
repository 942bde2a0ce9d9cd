-- The time by which jobs are due and their leases end: that of the database, for all processes alike, whatever their own
-- clocks say. Tests of what happens later replace it.
CREATE FUNCTION records.job_time() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
    AS 'SELECT now()';
REVOKE EXECUTE ON FUNCTION records.job_time FROM PUBLIC;
GRANT EXECUTE ON FUNCTION records.job_time TO tollgate_app;
