-- How a dead letter was handled: resent, its event was sent to the log again; resolved, it was charged otherwise or left.
-- Rows stay: what was read, and who decided what. An event may have one for each time it was delivered.
ALTER TABLE billing.dead_letter
    ADD COLUMN resolved_at        timestamptz,
    ADD COLUMN resolved_by        text,
    ADD COLUMN resolution         text CHECK (resolution IN ('resent', 'resolved')),
    ADD COLUMN resolution_reason  text,
    ADD COLUMN has_tenant         boolean NOT NULL DEFAULT true,
    ADD CHECK (num_nulls(resolved_at, resolved_by, resolution, resolution_reason) IN (0, 4));
CREATE INDEX dead_letter_open ON billing.dead_letter (id) WHERE resolved_at IS NULL;
CREATE INDEX dead_letter_event ON billing.dead_letter (event_id);
COMMENT ON COLUMN billing.dead_letter.has_tenant IS 'Whether its event names a tenant; true in older rows.';

ALTER TABLE billing.dead_letter ENABLE ROW LEVEL SECURITY;
CREATE POLICY metered ON billing.dead_letter TO tollgate_meter USING (true) WITH CHECK (true);
CREATE POLICY installation ON billing.dead_letter TO tollgate_app USING ((SELECT runtime.whole_installation()));
GRANT SELECT, UPDATE (resolved_at, resolved_by, resolution, resolution_reason) ON billing.dead_letter TO tollgate_app;
