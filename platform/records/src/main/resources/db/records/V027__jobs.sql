-- Work that is due at a time and that no caller waits for. A subject has at most one job of a kind; the installation's own
-- jobs have no workspace.
--
-- next_at is when a process looks at the job: at its due time, when its lease ends, after a failure or, while its workspace
-- may have no effects, once in a while.
CREATE TABLE records.job (
    id             uuid        PRIMARY KEY,
    slice          smallint    NOT NULL,
    kind           text        NOT NULL,
    tenant_id      uuid,
    workspace_id   uuid,
    subject_prefix text,
    subject_id     uuid        NOT NULL,
    due_at         timestamptz NOT NULL,
    next_at        timestamptz NOT NULL,
    lease          uuid,
    parked         boolean     NOT NULL DEFAULT false,
    attempt        integer     NOT NULL DEFAULT 0,
    last_error     text,
    UNIQUE NULLS NOT DISTINCT (workspace_id, kind, subject_id),
    CHECK ((tenant_id IS NULL) = (workspace_id IS NULL) AND (subject_prefix IS NULL) = (workspace_id IS NULL))
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX job_next ON records.job (slice, next_at, id);
CREATE INDEX job_parked ON records.job (workspace_id) WHERE parked;

ALTER TABLE records.job ENABLE ROW LEVEL SECURITY;
-- Writes and effects are within the wall of their workspace; claims see all.
CREATE POLICY own_workspace ON records.job TO tollgate_app
    USING (workspace_id = (SELECT runtime.current_workspace()) OR (SELECT runtime.whole_installation()))
    WITH CHECK (workspace_id = (SELECT runtime.current_workspace()) OR (SELECT runtime.whole_installation()));
GRANT USAGE ON SCHEMA records TO tollgate_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON records.job TO tollgate_app;

-- Ends a job in the transaction of its effect, or sets it for its next time. A job that another process has claimed, or
-- that was set for another time or removed meanwhile, fails the transaction: its effect is not this process's any more.
CREATE FUNCTION records.end_job(of_job uuid, of_lease uuid, next_due timestamptz) RETURNS void
    LANGUAGE plpgsql AS $$
BEGIN
    IF next_due IS NULL THEN
        DELETE FROM records.job WHERE id = of_job AND lease = of_lease;
    ELSE
        UPDATE records.job
           SET due_at = next_due, next_at = next_due, lease = NULL, attempt = 0, last_error = NULL
         WHERE id = of_job AND lease = of_lease;
    END IF;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'TG410', MESSAGE = 'the lease on the job has ended';
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION records.end_job FROM PUBLIC;
GRANT EXECUTE ON FUNCTION records.end_job TO tollgate_app;
