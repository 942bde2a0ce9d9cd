-- The lead that a deal was made of, as history: no foreign key.
ALTER TABLE crm.deal ADD COLUMN lead_id uuid;
CALL records.sorted('crm.deal', 'amount_cents');
CALL records.sorted('crm.deal', 'expected_close_on');
CALL records.sorted('crm.deal', 'closed_at');
