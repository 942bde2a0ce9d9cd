CREATE INDEX activity_lead ON activity.activity (workspace_id, lead_id, id) WHERE lead_id IS NOT NULL;
CREATE INDEX activity_ticket ON activity.activity (workspace_id, ticket_id, id) WHERE ticket_id IS NOT NULL;
CREATE INDEX activity_invoice ON activity.activity (workspace_id, invoice_id, id) WHERE invoice_id IS NOT NULL;
CALL records.searchable('activity.activity',
    ARRAY['summary', 'body'],
    ARRAY['type', 'contact_id', 'company_id', 'deal_id', 'lead_id', 'ticket_id', 'invoice_id', 'related_type', 'related_id', 'superseded']);
