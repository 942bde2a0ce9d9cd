ALTER TABLE crm.company
    ADD COLUMN website text,
    ADD COLUMN billing_email text,
    ADD COLUMN billing_address text,
    ADD COLUMN tax_id text;
