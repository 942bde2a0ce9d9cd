-- A migration per table, so that each lock is short.
CALL records.synced('crm.company');
