-- What a lead became is its history: no foreign keys, so that it hinders no deletion.
CREATE TABLE crm.lead (
    workspace_id        uuid        NOT NULL,
    id                  uuid        NOT NULL,
    name                text        NOT NULL,
    email               text,
    phone               text,
    job_title           text,
    company_name        text,
    company_domain      text,
    message             text,
    owner               text,
    campaign            text,
    channel             text        NOT NULL,
    amount_cents        bigint,
    currency            text,
    status              text        NOT NULL,
    disqualified_reason text,
    converted_at        timestamptz,
    contact_id          uuid,
    company_id          uuid,
    deal_id             uuid,
    conversion          jsonb,
    custom_fields       jsonb       NOT NULL,
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL,
    version             bigint      NOT NULL CHECK (version > 0),
    source              text        NOT NULL,
    last_actor          text        NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT lead_amount CHECK ((amount_cents IS NULL) = (currency IS NULL)),
    CONSTRAINT lead_disqualified CHECK ((status = 'disqualified') = (disqualified_reason IS NOT NULL)),
    CONSTRAINT lead_converted CHECK ((status = 'converted') = (converted_at IS NOT NULL)
        AND (converted_at IS NULL) = (contact_id IS NULL) AND (converted_at IS NULL) = (conversion IS NULL))
);
CREATE INDEX lead_name ON crm.lead (workspace_id, name, id);
CREATE INDEX lead_email ON crm.lead (workspace_id, email, id) WHERE email IS NOT NULL;
CREATE INDEX lead_company_domain ON crm.lead (workspace_id, company_domain, id) WHERE company_domain IS NOT NULL;
CREATE INDEX lead_owner ON crm.lead (workspace_id, owner, id) WHERE owner IS NOT NULL;
CREATE INDEX lead_campaign ON crm.lead (workspace_id, campaign, id) WHERE campaign IS NOT NULL;
CREATE INDEX lead_status ON crm.lead (workspace_id, status, id);
CREATE INDEX lead_contact ON crm.lead (workspace_id, contact_id, id) WHERE contact_id IS NOT NULL;
CREATE INDEX lead_company ON crm.lead (workspace_id, company_id, id) WHERE company_id IS NOT NULL;
CREATE INDEX lead_deal ON crm.lead (workspace_id, deal_id, id) WHERE deal_id IS NOT NULL;
CALL records.sorted('crm.lead', 'converted_at');
CALL records.walled('crm.lead');
CALL records.searchable('crm.lead',
    ARRAY['name', 'email', 'phone', 'job_title', 'company_name', 'company_domain', 'message', 'owner', 'campaign'],
    ARRAY['name', 'email', 'company_domain', 'owner', 'campaign', 'channel', 'status', 'contact_id', 'company_id',
        'deal_id']);
CALL records.synced('crm.lead');
CALL records.synced_indexes('crm.lead');
