-- Budgets of credentials: what each may spend per period, and has spent. A row for every API key, MCP client or MCP grant
-- that has or had a budget. Amounts are micros of US dollars; starts is the first bucket of the period.
CREATE TABLE billing.budget (
    tenant         uuid   NOT NULL REFERENCES billing.account (tenant),
    id             uuid   NOT NULL UNIQUE,
    workspace      uuid   NOT NULL,
    kind           text   NOT NULL CHECK (kind IN ('api_key', 'mcp_client', 'mcp_grant')),
    spender        text,
    micros         bigint CHECK (micros > 0),
    per            text   NOT NULL CHECK (per IN ('day', 'month', 'total')),
    seq            bigint NOT NULL,
    publish_seq    bigint NOT NULL,
    acked_seq      bigint NOT NULL,
    inc            bigint NOT NULL,
    closed         bigint NOT NULL,
    starts         bigint NOT NULL,
    spent          bigint NOT NULL CHECK (spent >= 0),
    open           bigint NOT NULL CHECK (open >= 0),
    told_reset     timestamptz,
    PRIMARY KEY (tenant, id),
    CHECK (acked_seq <= seq AND publish_seq <= seq)
) WITH (fillfactor = 70);
COMMENT ON COLUMN billing.budget.id IS 'Of the credential or grant.';
COMMENT ON COLUMN billing.budget.spender IS 'The credential that usage names: for a grant the membership of its person.';
COMMENT ON COLUMN billing.budget.micros IS 'Null for a budget that was removed.';
COMMENT ON COLUMN billing.budget.told_reset IS 'End of the last period whose event was sent; infinity for a budget in total.';

CREATE INDEX budget_by_spender ON billing.budget (tenant, spender) WHERE micros IS NOT NULL;
CREATE INDEX budget_unpublished ON billing.budget (tenant, id) WHERE publish_seq > acked_seq;

-- Charges that the row has, whose hold lies in a bucket not yet closed, of the present incarnation.
CREATE TABLE billing.budget_bucket (
    tenant   uuid    NOT NULL,
    id       uuid    NOT NULL,
    bucket   bigint  NOT NULL,
    slice    integer NOT NULL,
    charged  bigint  NOT NULL CHECK (charged >= 0),
    PRIMARY KEY (tenant, id, bucket),
    FOREIGN KEY (tenant, id) REFERENCES billing.budget (tenant, id)
);
CREATE INDEX budget_bucket_by_slice ON billing.budget_bucket (slice, bucket);

-- Whether any credential of the tenant has or had a budget: charges and raises of the others need not ask.
ALTER TABLE billing.account ADD COLUMN budgets boolean NOT NULL DEFAULT false;

ALTER TABLE billing.budget        ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing.budget_bucket ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON billing.budget        TO tollgate_app USING (tenant = (SELECT runtime.current_tenant()));
CREATE POLICY own ON billing.budget_bucket TO tollgate_app USING (tenant = (SELECT runtime.current_tenant()));
CREATE POLICY metered ON billing.budget        TO tollgate_meter USING (true);
CREATE POLICY metered ON billing.budget_bucket TO tollgate_meter USING (true);
GRANT SELECT, INSERT, UPDATE ON billing.budget TO tollgate_app, tollgate_meter;
GRANT SELECT, INSERT, UPDATE, DELETE ON billing.budget_bucket TO tollgate_app, tollgate_meter;

-- The budget of a credential or grant, asked together with it before its tenant is known; no row where it has none.
CREATE FUNCTION billing.live_budget(of_id uuid) RETURNS TABLE (budget uuid, micros bigint, per text)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
    SELECT b.id, b.micros, b.per FROM billing.budget b WHERE b.id = of_id AND b.micros IS NOT NULL
$$;
REVOKE ALL ON FUNCTION billing.live_budget(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION billing.live_budget(uuid) TO tollgate_app;
