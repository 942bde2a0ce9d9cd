CREATE SCHEMA IF NOT EXISTS baseline;

CREATE TABLE IF NOT EXISTS baseline.contact (
    workspace_id  text        NOT NULL,
    id            text        NOT NULL,
    name          text        NOT NULL,
    email         text,
    phone         text,
    job_title     text,
    owner         text,
    custom_fields jsonb       NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    version       bigint      NOT NULL,
    source        text        NOT NULL,
    last_actor    text        NOT NULL,
    words         tsvector    GENERATED ALWAYS AS (to_tsvector('simple',
        name || ' ' || COALESCE(email, '') || ' ' || COALESCE(phone, '') || ' ' || COALESCE(job_title, '')
             || ' ' || COALESCE(owner, ''))) STORED,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS contact_words ON baseline.contact USING gin (words);

CREATE TABLE IF NOT EXISTS baseline.task (
    workspace_id  text        NOT NULL,
    id            text        NOT NULL,
    title         text        NOT NULL,
    description   text,
    status        text        NOT NULL,
    custom_fields jsonb       NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    version       bigint      NOT NULL,
    source        text        NOT NULL,
    last_actor    text        NOT NULL,
    words         tsvector    GENERATED ALWAYS AS (to_tsvector('simple', title || ' ' || COALESCE(description, '')))
        STORED,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS task_words ON baseline.task USING gin (words);
