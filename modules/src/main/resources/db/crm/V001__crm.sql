CREATE TABLE crm.company (
    workspace_id  uuid        NOT NULL,
    id            uuid        NOT NULL,
    name          text        NOT NULL,
    domain        text,
    industry      text,
    phone         text,
    description   text,
    owner         text,
    custom_fields jsonb       NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    version       bigint      NOT NULL CHECK (version > 0),
    source        text        NOT NULL,
    last_actor    text        NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX company_name ON crm.company (workspace_id, name, id);
CREATE INDEX company_domain ON crm.company (workspace_id, domain, id) WHERE domain IS NOT NULL;
CREATE INDEX company_owner ON crm.company (workspace_id, owner, id) WHERE owner IS NOT NULL;
CALL records.walled('crm.company');
CALL records.searchable('crm.company',
    ARRAY['name', 'domain', 'industry', 'phone', 'description', 'owner'],
    ARRAY['name', 'domain', 'industry', 'owner']);

CREATE TABLE crm.contact (
    workspace_id  uuid        NOT NULL,
    id            uuid        NOT NULL,
    name          text        NOT NULL,
    email         text,
    phone         text,
    job_title     text,
    company_id    uuid,
    owner         text,
    custom_fields jsonb       NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    version       bigint      NOT NULL CHECK (version > 0),
    source        text        NOT NULL,
    last_actor    text        NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT contact_company FOREIGN KEY (workspace_id, company_id) REFERENCES crm.company (workspace_id, id)
);
CREATE INDEX contact_name ON crm.contact (workspace_id, name, id);
CREATE INDEX contact_email ON crm.contact (workspace_id, email, id) WHERE email IS NOT NULL;
CREATE INDEX contact_phone ON crm.contact (workspace_id, phone, id) WHERE phone IS NOT NULL;
CREATE INDEX contact_company ON crm.contact (workspace_id, company_id, id) WHERE company_id IS NOT NULL;
CREATE INDEX contact_owner ON crm.contact (workspace_id, owner, id) WHERE owner IS NOT NULL;
CALL records.walled('crm.contact');
CALL records.searchable('crm.contact',
    ARRAY['name', 'email', 'phone', 'job_title', 'owner'],
    ARRAY['name', 'email', 'phone', 'company_id', 'owner']);

CREATE TABLE crm.deal_stage (
    workspace_id uuid        NOT NULL,
    id           uuid        NOT NULL,
    name         text        NOT NULL,
    position     integer     NOT NULL,
    outcome      text        NOT NULL CHECK (outcome IN ('open', 'won', 'lost')),
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    version      bigint      NOT NULL CHECK (version > 0),
    source       text        NOT NULL,
    last_actor   text        NOT NULL,
    PRIMARY KEY (workspace_id, id),
    -- What a deal's status is compared with.
    CONSTRAINT deal_stage_outcome UNIQUE (workspace_id, id, outcome)
);
CREATE INDEX deal_stage_order ON crm.deal_stage (workspace_id, position, id);
CALL records.walled('crm.deal_stage', 'SELECT, INSERT, UPDATE');

CREATE TABLE crm.deal (
    workspace_id      uuid        NOT NULL,
    id                uuid        NOT NULL,
    title             text        NOT NULL,
    stage_id          uuid        NOT NULL,
    status            text        NOT NULL,
    contact_id        uuid,
    company_id        uuid,
    amount_cents      bigint,
    currency          text,
    expected_close_on date,
    closed_at         timestamptz,
    close_reason      text,
    owner             text,
    custom_fields     jsonb       NOT NULL,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    version           bigint      NOT NULL CHECK (version > 0),
    source            text        NOT NULL,
    last_actor        text        NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT deal_stage FOREIGN KEY (workspace_id, stage_id, status)
        REFERENCES crm.deal_stage (workspace_id, id, outcome),
    CONSTRAINT deal_contact FOREIGN KEY (workspace_id, contact_id) REFERENCES crm.contact (workspace_id, id),
    CONSTRAINT deal_company FOREIGN KEY (workspace_id, company_id) REFERENCES crm.company (workspace_id, id),
    CONSTRAINT deal_amount CHECK ((amount_cents IS NULL) = (currency IS NULL)),
    CONSTRAINT deal_closed CHECK ((status = 'open') = (closed_at IS NULL))
);
CREATE INDEX deal_in_stage ON crm.deal (workspace_id, stage_id, id);
CREATE INDEX deal_status ON crm.deal (workspace_id, status, id);
CREATE INDEX deal_contact ON crm.deal (workspace_id, contact_id, id) WHERE contact_id IS NOT NULL;
CREATE INDEX deal_company ON crm.deal (workspace_id, company_id, id) WHERE company_id IS NOT NULL;
CREATE INDEX deal_owner ON crm.deal (workspace_id, owner, id) WHERE owner IS NOT NULL;
CALL records.walled('crm.deal');
CALL records.searchable('crm.deal',
    ARRAY['title', 'close_reason', 'owner'],
    ARRAY['stage_id', 'status', 'contact_id', 'company_id', 'currency', 'owner']);

CREATE TABLE crm.note (
    workspace_id uuid        NOT NULL,
    id           uuid        NOT NULL,
    body         text        NOT NULL,
    contact_id   uuid,
    company_id   uuid,
    deal_id      uuid,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    version      bigint      NOT NULL CHECK (version > 0),
    source       text        NOT NULL,
    last_actor   text        NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT note_contact FOREIGN KEY (workspace_id, contact_id) REFERENCES crm.contact (workspace_id, id)
        ON DELETE CASCADE,
    CONSTRAINT note_company FOREIGN KEY (workspace_id, company_id) REFERENCES crm.company (workspace_id, id)
        ON DELETE CASCADE,
    CONSTRAINT note_deal FOREIGN KEY (workspace_id, deal_id) REFERENCES crm.deal (workspace_id, id)
        ON DELETE CASCADE,
    CONSTRAINT note_about_one CHECK (num_nonnulls(contact_id, company_id, deal_id) = 1)
);
CREATE INDEX note_contact ON crm.note (workspace_id, contact_id, id) WHERE contact_id IS NOT NULL;
CREATE INDEX note_company ON crm.note (workspace_id, company_id, id) WHERE company_id IS NOT NULL;
CREATE INDEX note_deal ON crm.note (workspace_id, deal_id, id) WHERE deal_id IS NOT NULL;
CALL records.walled('crm.note');
CALL records.searchable('crm.note', ARRAY['body'], ARRAY['contact_id', 'company_id', 'deal_id']);
