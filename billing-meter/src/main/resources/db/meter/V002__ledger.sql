-- The ledger: every movement leaves one account and enters another by the same amount, so it sums to zero by its
-- shape. Nobody may change or delete a movement; a correction is a new one that names the old.

CREATE TABLE billing.transfer (
    id             uuid        PRIMARY KEY,
    tenant_id      uuid        NOT NULL,
    created_at     timestamptz NOT NULL,
    period         integer     NOT NULL,
    kind           text        NOT NULL CHECK (kind IN ('included', 'top_up', 'charge', 'expiry', 'correction')),
    debit          text        NOT NULL CHECK (debit  IN ('included', 'prepaid', 'overage', 'grace', 'usage', 'plan', 'payment', 'expired')),
    credit         text        NOT NULL CHECK (credit IN ('included', 'prepaid', 'overage', 'grace', 'usage', 'plan', 'payment', 'expired')),
    amount_micros  bigint      NOT NULL CHECK (amount_micros > 0),
    grant_id       uuid,
    adjusts        integer,
    batch_id       uuid        NOT NULL,
    note           text,
    corrects_id    uuid        REFERENCES billing.transfer (id),
    CHECK (debit <> credit),
    CHECK ((kind = 'correction') = (corrects_id IS NOT NULL))
);
CREATE INDEX transfer_by_tenant ON billing.transfer (tenant_id, id DESC);
CREATE INDEX transfer_by_batch ON billing.transfer (batch_id);

-- Both sides of every movement.
CREATE VIEW billing.entry WITH (security_invoker = true) AS
    SELECT id AS transfer_id, tenant_id, period, kind, debit AS account, -amount_micros AS micros FROM billing.transfer
    UNION ALL
    SELECT id, tenant_id, period, kind, credit, amount_micros FROM billing.transfer;

-- Sums of the movements, written by the trigger below and by nobody else.
CREATE TABLE billing.transfer_sum (
    tenant_id  uuid   NOT NULL,
    period     integer NOT NULL,
    kind       text   NOT NULL,
    debit      text   NOT NULL,
    credit     text   NOT NULL,
    adjusts    integer,
    micros     bigint NOT NULL
);
CREATE UNIQUE INDEX transfer_sum_key ON billing.transfer_sum (tenant_id, period, kind, debit, credit, adjusts)
    NULLS NOT DISTINCT;

CREATE VIEW billing.entry_sum WITH (security_invoker = true) AS
    SELECT tenant_id, period, account, sum(micros)::bigint AS micros
      FROM (SELECT tenant_id, period, debit AS account, -micros AS micros FROM billing.transfer_sum
            UNION ALL
            SELECT tenant_id, period, credit, micros FROM billing.transfer_sum) AS sides
     GROUP BY tenant_id, period, account;

CREATE FUNCTION billing.sum_transfers() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO billing.transfer_sum AS s (tenant_id, period, kind, debit, credit, adjusts, micros)
    SELECT tenant_id, period, kind, debit, credit, adjusts, sum(amount_micros) FROM made
     GROUP BY tenant_id, period, kind, debit, credit, adjusts
     ORDER BY tenant_id, period, kind, debit, credit, adjusts
    ON CONFLICT (tenant_id, period, kind, debit, credit, adjusts) DO UPDATE SET micros = s.micros + EXCLUDED.micros;
    RETURN NULL;
END $$;
CREATE TRIGGER sums AFTER INSERT ON billing.transfer
    REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION billing.sum_transfers();

ALTER TABLE billing.transfer     ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing.transfer_sum ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON billing.transfer TO tollgate_app
    USING (tenant_id = billing.this_tenant()) WITH CHECK (tenant_id = billing.this_tenant());
CREATE POLICY own ON billing.transfer_sum FOR SELECT TO tollgate_app USING (tenant_id = billing.this_tenant());
CREATE POLICY metered ON billing.transfer     TO tollgate_meter USING (true) WITH CHECK (true);
CREATE POLICY metered ON billing.transfer_sum FOR SELECT TO tollgate_meter USING (true);
GRANT SELECT, INSERT ON billing.transfer TO tollgate_app, tollgate_meter;
GRANT SELECT ON billing.transfer_sum, billing.entry, billing.entry_sum TO tollgate_app, tollgate_meter;

-- No change of an account without its movements: whoever has written them already says so in the transaction
-- (tollgate.ledger = posted). What remains is included usage that comes with a new account, or that an override's end
-- gives and takes.
CREATE FUNCTION billing.post_included(of_tenant uuid, in_period integer, micros bigint) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO billing.transfer (id, tenant_id, created_at, period, kind, debit, credit, amount_micros, batch_id)
    SELECT uuidv7(), of_tenant, clock_timestamp(), in_period, 'included',
           CASE WHEN micros > 0 THEN 'plan' ELSE 'included' END, CASE WHEN micros > 0 THEN 'included' ELSE 'plan' END,
           abs(micros), uuidv7()
     WHERE micros <> 0
$$;

CREATE FUNCTION billing.post_account() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' OR NEW.period > OLD.period THEN
        INSERT INTO billing.month_turned (tenant_id, period) VALUES (NEW.tenant, NEW.period) ON CONFLICT DO NOTHING;
    END IF;
    IF current_setting('tollgate.ledger', true) = 'posted' THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'INSERT' THEN
        PERFORM billing.post_included(NEW.tenant, NEW.period, NEW.included_left);
        PERFORM billing.post_included(NEW.tenant, NEW.period + 1, NEW.next_included);
    ELSIF NEW.period <> OLD.period THEN
        RAISE EXCEPTION 'the month of an account turns only in the meter';
    ELSE
        PERFORM billing.post_included(NEW.tenant, NEW.period, NEW.included_left - OLD.included_left);
        PERFORM billing.post_included(NEW.tenant, NEW.period + 1, NEW.next_included - OLD.next_included);
    END IF;
    RETURN NULL;
END $$;
-- The months that accounts have turned to: those before are final.
CREATE TABLE billing.month_turned (
    tenant_id  uuid    NOT NULL,
    period     integer NOT NULL,
    PRIMARY KEY (tenant_id, period)
);
ALTER TABLE billing.month_turned ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON billing.month_turned FOR SELECT TO tollgate_app USING (tenant_id = billing.this_tenant());
CREATE POLICY metered ON billing.month_turned FOR SELECT TO tollgate_meter USING (true);
GRANT SELECT ON billing.month_turned TO tollgate_app, tollgate_meter;

CREATE TRIGGER posted AFTER INSERT OR UPDATE ON billing.account
    FOR EACH ROW EXECUTE FUNCTION billing.post_account();

-- The same for money paid ahead: what nobody has written leaves a grant by its end alone.
CREATE FUNCTION billing.post_grant() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gone bigint := OLD.remaining - NEW.remaining;
BEGIN
    IF gone = 0 OR current_setting('tollgate.ledger', true) = 'posted' THEN
        RETURN NULL;
    END IF;
    IF gone < 0 OR NOT NEW.ended THEN
        RAISE EXCEPTION 'a grant changes only with its movements';
    END IF;
    INSERT INTO billing.transfer (
           id, tenant_id, created_at, period, kind, debit, credit, amount_micros, grant_id, batch_id)
    SELECT uuidv7(), NEW.tenant, clock_timestamp(), a.period, 'expiry', 'prepaid', 'expired', gone, NEW.id, uuidv7()
      FROM billing.account a WHERE a.tenant = NEW.tenant;
    RETURN NULL;
END $$;
CREATE TRIGGER posted AFTER UPDATE ON billing.prepaid_grant
    FOR EACH ROW EXECUTE FUNCTION billing.post_grant();

REVOKE ALL ON FUNCTION billing.post_included(uuid, integer, bigint) FROM PUBLIC;
