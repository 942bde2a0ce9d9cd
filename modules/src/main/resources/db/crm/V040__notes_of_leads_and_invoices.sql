ALTER TABLE crm.note
    ADD COLUMN lead_id    uuid,
    ADD COLUMN invoice_id uuid,
    DROP CONSTRAINT note_about_one,
    ADD CONSTRAINT note_about_one CHECK (
        num_nonnulls(contact_id, company_id, deal_id, lead_id, invoice_id) = 1) NOT VALID,
    ADD CONSTRAINT note_lead FOREIGN KEY (workspace_id, lead_id) REFERENCES crm.lead (workspace_id, id) NOT VALID,
    ADD CONSTRAINT note_invoice FOREIGN KEY (workspace_id, invoice_id)
        REFERENCES crm.invoice (workspace_id, id) NOT VALID;
