-- The last number given to records of a kind. It is updated in the transaction that uses the number, so a rollback
-- returns it.
CREATE TABLE crm.counter (
    workspace_id uuid   NOT NULL,
    id           text   NOT NULL,
    last_number  bigint NOT NULL CHECK (last_number >= 0),
    PRIMARY KEY (workspace_id, id)
) WITH (fillfactor = 50);
CALL records.walled('crm.counter', 'SELECT, INSERT, UPDATE');

-- References to contacts, companies and deals have no foreign key: an invoice stays as it was issued when those are
-- deleted.
CREATE TABLE crm.invoice (
    workspace_id    uuid        NOT NULL,
    id              uuid        NOT NULL,
    number          text        NOT NULL,
    status          text        NOT NULL,
    company_id      uuid,
    contact_id      uuid,
    deal_id         uuid,
    bill_to         jsonb       NOT NULL,
    -- The words of bill_to, for searches.
    bill_to_text    text        GENERATED ALWAYS AS (COALESCE(bill_to ->> 'name', '') || ' '
        || COALESCE(bill_to ->> 'email', '') || ' ' || COALESCE(bill_to ->> 'address', '') || ' '
        || COALESCE(bill_to ->> 'tax_id', '')) STORED,
    currency        text        NOT NULL,
    issue_date      date        NOT NULL,
    due_date        date        NOT NULL,
    lines           jsonb       NOT NULL,
    memo            text,
    replaces_id     uuid,
    subtotal_cents  bigint      NOT NULL,
    tax_cents       bigint      NOT NULL,
    total_cents     bigint      NOT NULL,
    paid_cents      bigint      NOT NULL,
    remaining_cents bigint      NOT NULL,
    taxes           jsonb       NOT NULL,
    overdue         boolean     NOT NULL,
    overdue_at      timestamptz,
    paid_at         timestamptz,
    voided_at       timestamptz,
    void_reason     text,
    custom_fields   jsonb       NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    version         bigint      NOT NULL CHECK (version > 0),
    source          text        NOT NULL,
    last_actor      text        NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT invoice_replaces FOREIGN KEY (workspace_id, replaces_id) REFERENCES crm.invoice (workspace_id, id),
    CONSTRAINT invoice_dates CHECK (due_date >= issue_date),
    CONSTRAINT invoice_total CHECK (
        total_cents BETWEEN 0 AND 1000000000000000 AND total_cents = subtotal_cents + tax_cents),
    CONSTRAINT invoice_paid CHECK (
        paid_cents BETWEEN 0 AND total_cents AND remaining_cents = total_cents - paid_cents),
    CONSTRAINT invoice_status CHECK (CASE status
        WHEN 'open' THEN paid_cents < total_cents AND paid_at IS NULL AND voided_at IS NULL
        WHEN 'paid' THEN paid_cents = total_cents AND paid_at IS NOT NULL AND voided_at IS NULL
        WHEN 'void' THEN paid_cents = 0 AND paid_at IS NULL AND voided_at IS NOT NULL AND void_reason IS NOT NULL
        ELSE false END),
    CONSTRAINT invoice_overdue CHECK (overdue = (status = 'open' AND overdue_at IS NOT NULL))
);
-- Partial, and so no key that a row is referred to by: a change of an invoice and a new payment of it do not block each
-- other, although every change sets all columns.
CREATE UNIQUE INDEX invoice_unique_number ON crm.invoice (workspace_id, number) WHERE number IS NOT NULL;
CREATE INDEX invoice_by_number ON crm.invoice (workspace_id, number, id);
CREATE INDEX invoice_by_status ON crm.invoice (workspace_id, status, id);
CREATE INDEX invoice_overdue ON crm.invoice (workspace_id, overdue, id);
CREATE INDEX invoice_company ON crm.invoice (workspace_id, company_id, id) WHERE company_id IS NOT NULL;
CREATE INDEX invoice_contact ON crm.invoice (workspace_id, contact_id, id) WHERE contact_id IS NOT NULL;
CREATE INDEX invoice_deal ON crm.invoice (workspace_id, deal_id, id) WHERE deal_id IS NOT NULL;
CREATE INDEX invoice_issue_date ON crm.invoice (workspace_id, issue_date, id);
CREATE INDEX invoice_due_date ON crm.invoice (workspace_id, due_date, id);
CALL records.walled('crm.invoice', 'SELECT, INSERT, UPDATE');
CALL records.searchable('crm.invoice',
    ARRAY['number', 'bill_to_text'],
    ARRAY['number', 'status', 'overdue', 'company_id', 'contact_id', 'deal_id', 'currency', 'issue_date', 'due_date']);
CALL records.synced('crm.invoice');
CALL records.synced_indexes('crm.invoice');

CREATE TABLE crm.payment (
    workspace_id  uuid        NOT NULL,
    id            uuid        NOT NULL,
    invoice_id    uuid        NOT NULL,
    kind          text        NOT NULL,
    refund_of_id  uuid,
    amount_cents  bigint      NOT NULL CHECK (amount_cents BETWEEN 1 AND 1000000000000000),
    currency      text        NOT NULL,
    method        text        NOT NULL,
    reference     text,
    memo          text,
    paid_at       timestamptz NOT NULL,
    custom_fields jsonb       NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    version       bigint      NOT NULL CHECK (version = 1),
    source        text        NOT NULL,
    last_actor    text        NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT payment_invoice FOREIGN KEY (workspace_id, invoice_id) REFERENCES crm.invoice (workspace_id, id),
    CONSTRAINT payment_refund FOREIGN KEY (workspace_id, refund_of_id) REFERENCES crm.payment (workspace_id, id),
    CONSTRAINT payment_kind CHECK (CASE kind
        WHEN 'payment' THEN refund_of_id IS NULL WHEN 'refund' THEN refund_of_id IS NOT NULL ELSE false END),
    CONSTRAINT payment_method CHECK (
        method IN ('bank_transfer', 'card', 'cash', 'check', 'direct_debit', 'other'))
);
CREATE INDEX payment_of_invoice ON crm.payment (workspace_id, invoice_id, id);
CREATE INDEX payment_refunds ON crm.payment (workspace_id, refund_of_id, id) WHERE refund_of_id IS NOT NULL;
CREATE INDEX payment_reference ON crm.payment (workspace_id, reference, id) WHERE reference IS NOT NULL;
CREATE INDEX payment_paid_at ON crm.payment (workspace_id, paid_at, id);
-- Nobody who answers calls may change or remove what was recorded.
CALL records.walled('crm.payment', 'SELECT, INSERT');
CALL records.searchable('crm.payment',
    ARRAY['reference', 'memo'],
    ARRAY['invoice_id', 'kind', 'refund_of_id', 'method', 'reference', 'paid_at']);
CALL records.synced('crm.payment');
CALL records.synced_indexes('crm.payment');
