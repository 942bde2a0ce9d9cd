-- What corrects a movement, and which movement made a top-up: few rows, found while the account is locked.
CREATE INDEX transfer_correcting ON billing.transfer (corrects_id) WHERE corrects_id IS NOT NULL;
CREATE INDEX transfer_of_grant ON billing.transfer (grant_id) WHERE credit = 'prepaid';
