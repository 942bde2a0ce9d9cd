-- Pages of what is live in one locale, of all collections or of one.
CREATE INDEX publication_newest_of_locale ON cms.publication (workspace_id, site_id, locale, published_at, id);
CREATE INDEX publication_newest_of_collection_and_locale
    ON cms.publication (workspace_id, site_id, collection, locale, published_at, id);
