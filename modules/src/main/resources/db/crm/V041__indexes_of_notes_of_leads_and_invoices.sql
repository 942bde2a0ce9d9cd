ALTER TABLE crm.note
    VALIDATE CONSTRAINT note_about_one,
    VALIDATE CONSTRAINT note_lead,
    VALIDATE CONSTRAINT note_invoice;
CREATE INDEX note_lead ON crm.note (workspace_id, lead_id, id) WHERE lead_id IS NOT NULL;
CREATE INDEX note_invoice ON crm.note (workspace_id, invoice_id, id) WHERE invoice_id IS NOT NULL;
CALL records.searchable('crm.note',
    ARRAY['body'],
    ARRAY['contact_id', 'company_id', 'deal_id', 'lead_id', 'invoice_id']);
