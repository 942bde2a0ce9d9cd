-- Where money comes from besides the operator: what owners ask for, and what they pay by Stripe Checkout.

CREATE TABLE billing.change_request (
    tenant_id      uuid        NOT NULL,
    id             uuid        NOT NULL,
    kind           text        NOT NULL CHECK (kind IN ('top_up', 'plan')),
    amount_micros  bigint      CHECK (amount_micros > 0),
    plan           text,
    note           text,
    status         text        NOT NULL CHECK (status IN ('pending', 'confirmed', 'refused')),
    requested_by   text        NOT NULL,
    created_at     timestamptz NOT NULL,
    decided_by     text,
    decided_at     timestamptz,
    reason         text,
    self_service   boolean     NOT NULL DEFAULT false,
    version        bigint      NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CHECK ((kind = 'top_up') = (amount_micros IS NOT NULL)),
    CHECK ((kind = 'plan') = (plan IS NOT NULL)),
    CHECK ((status = 'pending') = (decided_at IS NULL)),
    CHECK ((status = 'refused') = (reason IS NOT NULL))
);
CREATE INDEX change_request_by_kind ON billing.change_request (tenant_id, kind, id DESC);
CREATE INDEX change_request_pending ON billing.change_request (tenant_id, kind) WHERE status = 'pending';

-- A page at Stripe where somebody may pay; next_check_at says when Stripe is asked what has become of it.
CREATE TABLE billing.checkout (
    tenant_id      uuid        NOT NULL,
    id             uuid        NOT NULL,
    session_id     text        NOT NULL UNIQUE,
    url            text        NOT NULL,
    amount_micros  bigint      NOT NULL CHECK (amount_micros > 0),
    status         text        NOT NULL CHECK (status IN ('open', 'processing', 'paid', 'expired', 'failed')),
    expires_at     timestamptz NOT NULL,
    created_by     text        NOT NULL,
    created_at     timestamptz NOT NULL,
    paid_at        timestamptz,
    checked_at     timestamptz NOT NULL,
    next_check_at  timestamptz,
    version        bigint      NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CHECK ((status = 'paid') = (paid_at IS NOT NULL))
);
CREATE INDEX checkout_open ON billing.checkout (tenant_id) WHERE status = 'open';
CREATE INDEX checkout_due ON billing.checkout (next_check_at) WHERE next_check_at IS NOT NULL;

-- One row per payment that has become a top-up, whose id is the checkout's: the key is why it becomes one only.
CREATE TABLE billing.payment (
    payment_id         text        PRIMARY KEY,
    tenant_id          uuid        NOT NULL,
    checkout_id        uuid        NOT NULL,
    amount_micros      bigint      NOT NULL CHECK (amount_micros > 0),
    taken_back_micros  bigint      NOT NULL DEFAULT 0 CHECK (taken_back_micros >= 0),
    shortfall_micros   bigint      NOT NULL DEFAULT 0 CHECK (shortfall_micros >= 0),
    created_at         timestamptz NOT NULL,
    UNIQUE (tenant_id, checkout_id),
    FOREIGN KEY (tenant_id, checkout_id) REFERENCES billing.checkout (tenant_id, id),
    CHECK (taken_back_micros + shortfall_micros <= amount_micros)
);

ALTER TABLE billing.change_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing.checkout       ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing.payment        ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON billing.change_request TO tollgate_app
    USING (tenant_id = billing.this_tenant()) WITH CHECK (tenant_id = billing.this_tenant());
CREATE POLICY own ON billing.checkout TO tollgate_app
    USING (tenant_id = billing.this_tenant()) WITH CHECK (tenant_id = billing.this_tenant());
CREATE POLICY own ON billing.payment TO tollgate_app
    USING (tenant_id = billing.this_tenant()) WITH CHECK (tenant_id = billing.this_tenant());
GRANT SELECT, INSERT, UPDATE ON billing.change_request, billing.checkout, billing.payment TO tollgate_app;

-- Money is paid in once per top-up, whoever books it.
CREATE UNIQUE INDEX transfer_of_top_up ON billing.transfer (grant_id) WHERE kind = 'top_up';

-- Takes checkouts of any tenant that are due to be asked about; whoever takes one has until then.
CREATE FUNCTION billing.take_due_checkouts(due timestamptz, until timestamptz, most integer)
    RETURNS TABLE (tenant_id uuid, id uuid)
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE billing.checkout c SET next_check_at = until
      FROM (SELECT d.tenant_id, d.id FROM billing.checkout d
             WHERE d.next_check_at <= due
             ORDER BY d.next_check_at LIMIT most FOR UPDATE SKIP LOCKED) AS due_now
     WHERE c.tenant_id = due_now.tenant_id AND c.id = due_now.id
    RETURNING c.tenant_id, c.id
$$;
REVOKE ALL ON FUNCTION billing.take_due_checkouts(timestamptz, timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION billing.take_due_checkouts(timestamptz, timestamptz, integer) TO tollgate_app;
