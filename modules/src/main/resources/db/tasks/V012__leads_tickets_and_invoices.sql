ALTER TABLE tasks.task
    ADD COLUMN lead_id    uuid,
    ADD COLUMN ticket_id  uuid,
    ADD COLUMN invoice_id uuid;
