ALTER TABLE activity.activity
    VALIDATE CONSTRAINT activity_superseded,
    VALIDATE CONSTRAINT activity_supersedes;
CREATE INDEX activity_contact ON activity.activity (workspace_id, contact_id, id) WHERE contact_id IS NOT NULL;
CREATE INDEX activity_company ON activity.activity (workspace_id, company_id, id) WHERE company_id IS NOT NULL;
CREATE INDEX activity_deal ON activity.activity (workspace_id, deal_id, id) WHERE deal_id IS NOT NULL;
CREATE INDEX activity_superseded ON activity.activity (workspace_id, id) WHERE superseded;
CALL records.searchable('activity.activity',
    ARRAY['summary', 'body'],
    ARRAY['type', 'contact_id', 'company_id', 'deal_id', 'related_type', 'related_id', 'superseded']);
