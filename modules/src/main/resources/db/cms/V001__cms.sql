CREATE TABLE cms.site (
    workspace_id   uuid        NOT NULL,
    id             uuid        NOT NULL,
    name           text        NOT NULL,
    slug           text        NOT NULL,
    default_locale text        NOT NULL,
    custom_fields  jsonb       NOT NULL,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    version        bigint      NOT NULL CHECK (version > 0),
    source         text        NOT NULL,
    last_actor     text        NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
-- Unique indexes are partial, and so no keys that a row is referred to by: changes of a row and new references to it do
-- not block each other, although every change sets all columns.
CREATE UNIQUE INDEX site_unique_slug ON cms.site (workspace_id, slug) WHERE slug IS NOT NULL;
CREATE INDEX site_name ON cms.site (workspace_id, name, id);
CALL records.walled('cms.site', 'SELECT, INSERT, UPDATE');
CALL records.synced('cms.site');
CALL records.synced_indexes('cms.site');
CALL records.searchable('cms.site', ARRAY['name'], ARRAY['slug']);

CREATE TABLE cms.collection (
    workspace_id  uuid        NOT NULL,
    id            uuid        NOT NULL,
    site_id       uuid        NOT NULL,
    key           text        NOT NULL,
    name          text        NOT NULL,
    schema        json        NOT NULL,
    schema_number integer     NOT NULL,
    custom_fields jsonb       NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    version       bigint      NOT NULL CHECK (version > 0),
    source        text        NOT NULL,
    last_actor    text        NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT collection_site FOREIGN KEY (workspace_id, site_id) REFERENCES cms.site (workspace_id, id)
);
CREATE UNIQUE INDEX collection_unique_key ON cms.collection (workspace_id, site_id, key) WHERE key IS NOT NULL;
CREATE INDEX collection_site ON cms.collection (workspace_id, site_id, id);
CREATE INDEX collection_key ON cms.collection (workspace_id, key, id);
CREATE INDEX collection_name ON cms.collection (workspace_id, name, id);
CALL records.walled('cms.collection', 'SELECT, INSERT, UPDATE');
CALL records.synced('cms.collection');
CALL records.synced_indexes('cms.collection');
CALL records.searchable('cms.collection', ARRAY['name'], ARRAY['site_id', 'key']);

-- Every schema that a collection has had.
CREATE TABLE cms.collection_schema (
    workspace_id  uuid        NOT NULL,
    id            uuid        NOT NULL DEFAULT gen_random_uuid(),
    collection_id uuid        NOT NULL,
    number        integer     NOT NULL,
    schema        json        NOT NULL,
    created_at    timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT collection_schema_number UNIQUE (workspace_id, collection_id, number),
    CONSTRAINT collection_schema_of FOREIGN KEY (workspace_id, collection_id)
        REFERENCES cms.collection (workspace_id, id)
);
CALL records.walled('cms.collection_schema', 'SELECT, INSERT');

CREATE TABLE cms.entry (
    workspace_id      uuid        NOT NULL,
    id                uuid        NOT NULL,
    collection_id     uuid        NOT NULL,
    site_id           uuid        NOT NULL,
    locale            text        NOT NULL,
    translation_key   text,
    title             text        NOT NULL,
    slug              text        NOT NULL,
    status            text        NOT NULL CHECK (status IN ('draft', 'review', 'published', 'archived')),
    fields            json        NOT NULL,
    publish_at        timestamptz,
    unpublish_at      timestamptz,
    scheduled_version bigint,
    schema_number     integer     NOT NULL,
    outdated          boolean     NOT NULL,
    published_version bigint,
    published_at      timestamptz,
    changed           boolean     NOT NULL,
    publish_error     text,
    custom_fields     jsonb       NOT NULL,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    version           bigint      NOT NULL CHECK (version > 0),
    source            text        NOT NULL,
    last_actor        text        NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT entry_collection FOREIGN KEY (workspace_id, collection_id) REFERENCES cms.collection (workspace_id, id),
    CONSTRAINT entry_site FOREIGN KEY (workspace_id, site_id) REFERENCES cms.site (workspace_id, id),
    CONSTRAINT entry_live CHECK ((status = 'published') = (published_version IS NOT NULL)),
    CONSTRAINT entry_scheduled CHECK ((publish_at IS NULL) = (scheduled_version IS NULL))
);
CREATE UNIQUE INDEX entry_unique_slug ON cms.entry (workspace_id, collection_id, locale, slug)
    WHERE status <> 'archived';
CREATE UNIQUE INDEX entry_unique_translation_key ON cms.entry (workspace_id, collection_id, locale, translation_key)
    WHERE translation_key IS NOT NULL;
CREATE INDEX entry_collection ON cms.entry (workspace_id, collection_id, id);
CREATE INDEX entry_site ON cms.entry (workspace_id, site_id, id);
CREATE INDEX entry_locale ON cms.entry (workspace_id, locale, id);
CREATE INDEX entry_translation ON cms.entry (workspace_id, translation_key, id) WHERE translation_key IS NOT NULL;
CREATE INDEX entry_slug ON cms.entry (workspace_id, slug, id);
CREATE INDEX entry_status ON cms.entry (workspace_id, status, id);
CREATE INDEX entry_outdated ON cms.entry (workspace_id, outdated, id);
CREATE INDEX entry_with_changes ON cms.entry (workspace_id, changed, id);
CREATE INDEX entry_title ON cms.entry (workspace_id, title, id);
CREATE INDEX entry_newest ON cms.entry (workspace_id, site_id, updated_at, id) WHERE status <> 'archived';
CREATE INDEX entry_newest_of_slug ON cms.entry (workspace_id, site_id, slug, updated_at, id) WHERE status <> 'archived';
CALL records.walled('cms.entry');
CALL records.synced('cms.entry');
CALL records.synced_indexes('cms.entry');
CALL records.searchable('cms.entry', ARRAY['title'],
    ARRAY['collection_id', 'site_id', 'locale', 'translation_key', 'slug', 'status', 'outdated', 'changed']);

CREATE TABLE cms.entry_revision (
    workspace_id  uuid        NOT NULL,
    id            uuid        NOT NULL DEFAULT gen_random_uuid(),
    entry_id      uuid        NOT NULL,
    number        bigint      NOT NULL,
    title         text        NOT NULL,
    slug          text        NOT NULL,
    fields        json        NOT NULL,
    schema_number integer     NOT NULL,
    status        text        NOT NULL,
    created_at    timestamptz NOT NULL,
    source        text        NOT NULL,
    last_actor    text        NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT entry_revision_number UNIQUE (workspace_id, entry_id, number),
    CONSTRAINT entry_revision_of FOREIGN KEY (workspace_id, entry_id) REFERENCES cms.entry (workspace_id, id)
        ON DELETE CASCADE
);
CALL records.walled('cms.entry_revision', 'SELECT, INSERT, DELETE');

-- References between entries, by the newest version and by what is live. The referenced entry cannot be deleted.
CREATE TABLE cms.entry_ref (
    workspace_id uuid    NOT NULL,
    id           uuid    NOT NULL DEFAULT gen_random_uuid(),
    entry_id     uuid    NOT NULL,
    target_id    uuid    NOT NULL,
    live         boolean NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT entry_ref_once UNIQUE (workspace_id, entry_id, live, target_id),
    CONSTRAINT entry_ref_of FOREIGN KEY (workspace_id, entry_id) REFERENCES cms.entry (workspace_id, id)
        ON DELETE CASCADE,
    CONSTRAINT entry_ref_to FOREIGN KEY (workspace_id, target_id) REFERENCES cms.entry (workspace_id, id)
);
CREATE INDEX entry_ref_target ON cms.entry_ref (workspace_id, target_id);
CALL records.walled('cms.entry_ref', 'SELECT, INSERT, DELETE');

-- What is live, with the id of its entry. No edit of the entry changes it.
CREATE TABLE cms.publication (
    workspace_id    uuid        NOT NULL,
    id              uuid        NOT NULL,
    site_id         uuid        NOT NULL,
    collection_id   uuid        NOT NULL,
    collection      text        NOT NULL,
    locale          text        NOT NULL,
    translation_key text,
    title           text        NOT NULL,
    slug            text        NOT NULL,
    fields          json        NOT NULL,
    version         bigint      NOT NULL,
    published_at    timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT publication_of FOREIGN KEY (workspace_id, id) REFERENCES cms.entry (workspace_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX publication_unique_slug ON cms.publication (workspace_id, collection_id, locale, slug);
CREATE INDEX publication_newest ON cms.publication (workspace_id, site_id, published_at, id);
CREATE INDEX publication_newest_of_slug ON cms.publication (workspace_id, site_id, slug, published_at, id);
CREATE INDEX publication_newest_of_collection ON cms.publication (workspace_id, site_id, collection, published_at, id);
CALL records.walled('cms.publication');

CREATE TABLE cms.campaign (
    workspace_id  uuid        NOT NULL,
    id            uuid        NOT NULL,
    name          text        NOT NULL,
    description   text,
    status        text        NOT NULL CHECK (status IN ('draft', 'active', 'completed', 'archived')),
    site_id       uuid,
    starts_on     date,
    ends_on       date,
    budget_cents  bigint,
    currency      text,
    owner         text,
    custom_fields jsonb       NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    version       bigint      NOT NULL CHECK (version > 0),
    source        text        NOT NULL,
    last_actor    text        NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT campaign_site FOREIGN KEY (workspace_id, site_id) REFERENCES cms.site (workspace_id, id),
    CONSTRAINT campaign_budget CHECK ((budget_cents IS NULL) = (currency IS NULL)),
    CONSTRAINT campaign_days CHECK (ends_on >= starts_on)
);
CREATE INDEX campaign_name ON cms.campaign (workspace_id, name, id);
CREATE INDEX campaign_status ON cms.campaign (workspace_id, status, id);
CREATE INDEX campaign_site ON cms.campaign (workspace_id, site_id, id) WHERE site_id IS NOT NULL;
CALL records.walled('cms.campaign', 'SELECT, INSERT, UPDATE');
CALL records.synced('cms.campaign');
CALL records.synced_indexes('cms.campaign');
CALL records.searchable('cms.campaign', ARRAY['name'], ARRAY['status', 'site_id']);

CREATE TABLE cms.post (
    workspace_id  uuid        NOT NULL,
    id            uuid        NOT NULL,
    campaign_id   uuid,
    site_id       uuid,
    entry_id      uuid,
    contact_id    uuid,
    company_id    uuid,
    deal_id       uuid,
    channel       text        NOT NULL CHECK (channel IN ('blog', 'email', 'social', 'sms', 'other')),
    title         text        NOT NULL,
    body          text,
    url           text,
    status        text        NOT NULL CHECK (status IN ('draft', 'scheduled', 'published', 'canceled')),
    scheduled_at  timestamptz,
    announced_at  timestamptz,
    published_at  timestamptz,
    custom_fields jsonb       NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    version       bigint      NOT NULL CHECK (version > 0),
    source        text        NOT NULL,
    last_actor    text        NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT post_campaign FOREIGN KEY (workspace_id, campaign_id) REFERENCES cms.campaign (workspace_id, id),
    CONSTRAINT post_site FOREIGN KEY (workspace_id, site_id) REFERENCES cms.site (workspace_id, id),
    CONSTRAINT post_entry FOREIGN KEY (workspace_id, entry_id) REFERENCES cms.entry (workspace_id, id),
    CONSTRAINT post_scheduled CHECK (status <> 'scheduled' OR scheduled_at IS NOT NULL)
);
CREATE INDEX post_campaign ON cms.post (workspace_id, campaign_id, id) WHERE campaign_id IS NOT NULL;
CREATE INDEX post_site ON cms.post (workspace_id, site_id, id) WHERE site_id IS NOT NULL;
CREATE INDEX post_entry ON cms.post (workspace_id, entry_id, id) WHERE entry_id IS NOT NULL;
CREATE INDEX post_contact ON cms.post (workspace_id, contact_id, id) WHERE contact_id IS NOT NULL;
CREATE INDEX post_company ON cms.post (workspace_id, company_id, id) WHERE company_id IS NOT NULL;
CREATE INDEX post_deal ON cms.post (workspace_id, deal_id, id) WHERE deal_id IS NOT NULL;
CREATE INDEX post_channel ON cms.post (workspace_id, channel, id);
CREATE INDEX post_status ON cms.post (workspace_id, status, id);
CALL records.walled('cms.post');
CALL records.synced('cms.post');
CALL records.synced_indexes('cms.post');
CALL records.searchable('cms.post', ARRAY['title'],
    ARRAY['channel', 'status', 'campaign_id', 'site_id', 'entry_id', 'contact_id', 'company_id', 'deal_id']);
