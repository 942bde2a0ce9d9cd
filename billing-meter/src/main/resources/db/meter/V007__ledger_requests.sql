-- The call that a movement is for; empty for the charges of several calls, and where time alone has moved money.
ALTER TABLE billing.transfer ADD COLUMN request_id uuid;
