-- An entry for each event of a record that refers to a contact or a company, by the id of the event. Deleted with the
-- record of its event.
CREATE TABLE activity.entry (
    workspace_id  uuid        NOT NULL,
    id            uuid        NOT NULL,
    type          text        NOT NULL,
    scope         text        NOT NULL,
    resource_type text        NOT NULL,
    resource_id   text        NOT NULL,
    contact_id    uuid,
    company_id    uuid,
    deal_id       uuid,
    lead_id       uuid,
    ticket_id     uuid,
    invoice_id    uuid,
    occurred_at   timestamptz NOT NULL,
    created_at    timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CHECK (contact_id IS NOT NULL OR company_id IS NOT NULL)
);
CREATE INDEX entry_contact ON activity.entry (workspace_id, contact_id, id) WHERE contact_id IS NOT NULL;
CREATE INDEX entry_company ON activity.entry (workspace_id, company_id, id) WHERE company_id IS NOT NULL;
CREATE INDEX entry_resource ON activity.entry (workspace_id, resource_id);
CALL records.walled('activity.entry');

-- Activities and entries side by side, with the rights of who reads. An activity has no scope: who reads the log reads it.
CREATE VIEW activity.timeline WITH (security_invoker = true) AS
    SELECT a.workspace_id, a.id, a.type, a.summary, a.body, a.contact_id, a.company_id, a.deal_id, a.lead_id, a.ticket_id,
           a.invoice_id, a.related_type, a.related_id, a.supersedes_id, a.superseded_by_id, a.superseded, a.occurred_at,
           a.custom_fields, a.external_source, a.external_id, a.created_at, a.updated_at, a.version, a.source, a.last_actor,
           NULL::text AS scope
      FROM activity.activity a
     WHERE NOT a.superseded
     UNION ALL
    SELECT e.workspace_id, e.id, 'event', e.type, NULL, e.contact_id, e.company_id, e.deal_id, e.lead_id, e.ticket_id,
           e.invoice_id, e.resource_type, e.resource_id, NULL, NULL, false, e.occurred_at,
           '{}'::jsonb, NULL, NULL, e.created_at, e.created_at, 1, 'job', 'activity.feed',
           e.scope
      FROM activity.entry e;
GRANT SELECT ON activity.timeline TO tollgate_app;
