-- Accounts whose limits or money changed in a transaction that tells nobody of lines they cross: a gateway that notices
-- the end of an override or a top-up. The meter tells what lies behind them, and takes the note away.
CREATE TABLE billing.untold_account (
    tenant_id  uuid PRIMARY KEY
);
ALTER TABLE billing.untold_account ENABLE ROW LEVEL SECURITY;
CREATE POLICY metered ON billing.untold_account TO tollgate_meter USING (true) WITH CHECK (true);
GRANT SELECT, DELETE ON billing.untold_account TO tollgate_meter;

CREATE FUNCTION billing.note_untold() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_setting('tollgate.ledger', true) IS DISTINCT FROM 'posted' THEN
        INSERT INTO billing.untold_account (tenant_id) VALUES (NEW.tenant) ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER told AFTER UPDATE ON billing.account FOR EACH ROW
    WHEN ((OLD.included, OLD.cap, OLD.next_included_whole, OLD.next_cap_whole, OLD.prepaid_left)
          IS DISTINCT FROM (NEW.included, NEW.cap, NEW.next_included_whole, NEW.next_cap_whole, NEW.prepaid_left))
    EXECUTE FUNCTION billing.note_untold();
