-- The account row: PostgreSQL has the account, Redis a copy of it. Amounts are micros of US dollars.
CREATE SCHEMA IF NOT EXISTS billing;

CREATE TABLE billing.account (
    tenant               uuid PRIMARY KEY,
    plan                 text NOT NULL,
    seq                  bigint NOT NULL,
    publish_seq          bigint NOT NULL,
    acked_seq            bigint NOT NULL,
    inc                  bigint NOT NULL,
    prep                 bigint NOT NULL,
    closed               bigint NOT NULL,
    period               integer NOT NULL,
    included             bigint NOT NULL CHECK (included >= 0),
    included_drawn       bigint NOT NULL CHECK (included_drawn >= 0),
    included_left        bigint GENERATED ALWAYS AS (greatest(0, included - included_drawn)) STORED,
    cap                  bigint NOT NULL CHECK (cap >= 0),
    spent                bigint NOT NULL CHECK (spent >= 0),
    cap_left             bigint GENERATED ALWAYS AS (cap - spent) STORED,
    open_included        bigint NOT NULL CHECK (open_included >= 0),
    open_charged         bigint NOT NULL CHECK (open_charged >= 0),
    next_included_whole  bigint NOT NULL CHECK (next_included_whole >= 0),
    next_included_drawn  bigint NOT NULL CHECK (next_included_drawn >= 0),
    next_included        bigint GENERATED ALWAYS AS (greatest(0, next_included_whole - next_included_drawn)) STORED,
    next_cap_whole       bigint NOT NULL CHECK (next_cap_whole >= 0),
    next_spent           bigint NOT NULL CHECK (next_spent >= 0),
    next_cap             bigint GENERATED ALWAYS AS (next_cap_whole - next_spent) STORED,
    next_open_included   bigint NOT NULL CHECK (next_open_included >= 0),
    next_open_charged    bigint NOT NULL CHECK (next_open_charged >= 0),
    prepaid_left         bigint NOT NULL CHECK (prepaid_left >= 0),
    open_prepaid         bigint NOT NULL CHECK (open_prepaid >= 0),
    enforcement          text NOT NULL CHECK (enforcement IN ('enforce', 'notify', 'paused')),
    valid_until          timestamptz,
    override_cap         bigint,
    override_included    bigint,
    override_enforcement text CHECK (override_enforcement IN ('enforce', 'notify', 'paused')),
    override_reason      text,
    override_expires_at  timestamptz,
    CHECK ((override_enforcement IS NULL) = (override_reason IS NULL)),
    CHECK (acked_seq <= seq AND publish_seq <= seq AND inc <= prep)
) WITH (fillfactor = 70);

CREATE INDEX account_unpublished ON billing.account (tenant) WHERE publish_seq > acked_seq;

-- Charges already in the ledger whose hold lies in a bucket not yet closed, of the account's present incarnation.
CREATE TABLE billing.open_bucket (
    tenant        uuid NOT NULL REFERENCES billing.account (tenant),
    bucket        bigint NOT NULL,
    slice         integer NOT NULL,
    from_included bigint NOT NULL CHECK (from_included >= 0),
    from_prepaid  bigint NOT NULL CHECK (from_prepaid >= 0),
    other         bigint NOT NULL CHECK (other >= 0),
    PRIMARY KEY (tenant, bucket)
);

CREATE INDEX open_bucket_by_slice ON billing.open_bucket (slice, bucket);

-- Money paid ahead. Ended grants may still be drawn by holds from before their end, until its bucket closes.
CREATE TABLE billing.prepaid_grant (
    tenant     uuid NOT NULL REFERENCES billing.account (tenant),
    id         uuid NOT NULL,
    amount     bigint NOT NULL CHECK (amount > 0),
    remaining  bigint NOT NULL CHECK (remaining BETWEEN 0 AND amount),
    expires_at timestamptz,
    ended      boolean NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, id)
);

CREATE INDEX prepaid_grant_left ON billing.prepaid_grant (tenant) WHERE remaining > 0;

-- The last bucket that has closed, per partition of the usage topic.
CREATE TABLE billing.slice (
    slice  integer PRIMARY KEY,
    closed bigint NOT NULL
);

ALTER TABLE billing.account ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing.open_bucket ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing.prepaid_grant ENABLE ROW LEVEL SECURITY;

CREATE POLICY account_of_tenant ON billing.account TO tollgate_app
    USING (tenant = NULLIF(current_setting('tollgate.tenant', true), '')::uuid);
CREATE POLICY open_bucket_of_tenant ON billing.open_bucket TO tollgate_app
    USING (tenant = NULLIF(current_setting('tollgate.tenant', true), '')::uuid);
CREATE POLICY prepaid_grant_of_tenant ON billing.prepaid_grant TO tollgate_app
    USING (tenant = NULLIF(current_setting('tollgate.tenant', true), '')::uuid);

-- A tenant is made by a call on the installation, which has no tenant of its own yet.
CREATE POLICY account_of_new_tenant ON billing.account FOR INSERT TO tollgate_app
    WITH CHECK (current_setting('tollgate.installation', true) = 'on');

CREATE POLICY account_of_meter ON billing.account TO tollgate_meter USING (true);
CREATE POLICY open_bucket_of_meter ON billing.open_bucket TO tollgate_meter USING (true);
CREATE POLICY prepaid_grant_of_meter ON billing.prepaid_grant TO tollgate_meter USING (true);

GRANT USAGE ON SCHEMA billing TO tollgate_app, tollgate_meter;
GRANT SELECT, INSERT, UPDATE ON billing.account, billing.prepaid_grant TO tollgate_app, tollgate_meter;
GRANT SELECT, INSERT, UPDATE, DELETE ON billing.open_bucket TO tollgate_app, tollgate_meter;
GRANT SELECT ON billing.slice TO tollgate_app;
GRANT SELECT, INSERT, UPDATE ON billing.slice TO tollgate_meter;

-- The plan's name, for whoever decides about access or shows a tenant: past row-level security, and nothing else of it.
CREATE FUNCTION billing.plan_of(of_tenant uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT a.plan FROM billing.account a WHERE a.tenant = of_tenant
$$;
REVOKE ALL ON FUNCTION billing.plan_of(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION billing.plan_of(uuid) TO tollgate_app;

-- How many tenants are on each plan: asked once at a start, which is refused where settings lack one of them.
CREATE FUNCTION billing.plans_in_use() RETURNS TABLE (plan text, tenants bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT a.plan, count(*) FROM billing.account a GROUP BY a.plan ORDER BY a.plan
$$;
REVOKE ALL ON FUNCTION billing.plans_in_use() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION billing.plans_in_use() TO tollgate_app, tollgate_meter;
