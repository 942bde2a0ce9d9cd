-- References to records of another module have no foreign key: they remain, without a record, when that is deleted.
ALTER TABLE tasks.task
    ADD COLUMN contact_id uuid,
    ADD COLUMN company_id uuid,
    ADD COLUMN deal_id    uuid;
