-- What the dispatcher changes by itself it writes into the audit, in the transaction of the change. It reads nothing there.
GRANT USAGE ON SCHEMA audit TO tollgate_dispatcher;
GRANT INSERT ON audit.event, audit.body, audit.pending TO tollgate_dispatcher;
CREATE POLICY dispatched ON audit.event FOR INSERT TO tollgate_dispatcher WITH CHECK (workspace_id IS NOT NULL AND actor_kind = 'system');
CREATE POLICY dispatched ON audit.body FOR INSERT TO tollgate_dispatcher WITH CHECK (true);
CREATE POLICY dispatched ON audit.pending FOR INSERT TO tollgate_dispatcher WITH CHECK (true);
