ALTER TABLE activity.activity
    ADD COLUMN lead_id    uuid,
    ADD COLUMN ticket_id  uuid,
    ADD COLUMN invoice_id uuid;
