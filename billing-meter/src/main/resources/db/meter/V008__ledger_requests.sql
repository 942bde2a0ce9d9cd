-- Request id of the call that a movement is for; null for charges of several calls, and for expiry and renewal.
ALTER TABLE billing.transfer ADD COLUMN request_id uuid;
